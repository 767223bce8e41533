"""Models that need more than their files: prompts of their makers, and usual vectors taken away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoding import conventions
from index.encoding.conventions import Conventions, Kind, identify, read_conventions
from index.encoding.encoder import Encoder
from index.encoding.model_files import hash_files
from index.storage.token_vectors import unit
from tests.index.multilingual import MULTILINGUAL, NAME, needs_multilingual
from tests.index.tiny_models import save_model

PROMPTED = Kind("asked : ")
SENTENCES = ["the ferry was cancelled because of fog", "the bakery on the square opens at six"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose files declare no prompts."""
    return save_model(tmp_path_factory.mktemp("model"), "wordpiece", [*SENTENCES * 20, "asked : read :"])


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of conventions, empty."""
    monkeypatch.setattr(conventions, "_SHIPPED", tmp_path)
    return tmp_path


def save(folder: Path, model: Path, *, sha256: str | None = None, questions: Kind = PROMPTED) -> Conventions:
    made = Conventions("maker/model", sha256 or hash_files(model), "https://example.org", questions, Kind("read : "))
    made.save(folder / "model.json")
    return made


def test_they_are_found_by_the_files_whatever_their_folder_is_called(kept: Path, model: Path) -> None:
    made = save(kept, model)
    identity, found = identify(str(model), model)
    assert found == made
    assert (identity.name, identity.conventions) == (str(model), made.digest)


def test_they_are_found_by_the_name_whatever_the_version(kept: Path, model: Path) -> None:
    made = save(kept, model, sha256="00")
    assert identify("maker/model", model)[1] == made
    identity, found = identify("another/model", model)
    assert (identity.conventions, found) == ("", None)


def test_prompts_and_usual_vectors_reach_every_vector_and_the_identity(kept: Path, model: Path) -> None:
    plain = Encoder(str(model))
    bare = plain.encode_question(SENTENCES[0])
    save(kept, model)
    prompted = Encoder(str(model))
    question = prompted.encode_question(SENTENCES[0])
    assert question.pieces.tolist() == bare.pieces.tolist()
    assert not np.allclose(question.vector, bare.vector, atol=1e-4)
    (passage,) = prompted.encode_passages(SENTENCES[:1], [""])
    assert prompted.passage_offsets(SENTENCES[0], "").tolist() == passage.offsets.tolist()
    tokens, vector = question.tokens.mean(axis=0), question.vector
    save(kept, model, questions=Kind("asked : ", tuple(tokens.tolist()), tuple((vector / 2).tolist())))
    centred = Encoder(str(model))
    assert np.allclose(centred.encode_question(SENTENCES[0]).tokens.mean(axis=0), 0, atol=1e-4)
    assert np.allclose(centred.encode_question(SENTENCES[0]).vector, vector, atol=1e-4)
    other = centred.encode_question(SENTENCES[1])
    assert not np.allclose(other.vector, prompted.encode_question(SENTENCES[1]).vector, atol=1e-3)
    assert np.linalg.norm(other.vector) == pytest.approx(1, abs=1e-5)
    identities = {plain.identity, prompted.identity, centred.identity}
    assert len({identity.conventions for identity in identities}) == len(identities) == 3


@pytest.mark.parametrize("path", sorted(conventions._SHIPPED.glob("*.json")), ids=lambda path: path.stem)
def test_each_that_is_shipped_says_where_it_comes_from(path: Path) -> None:
    shipped = read_conventions(path)
    assert shipped.source.startswith("https://")
    assert shipped.fit is not None
    assert shipped.fit.command.startswith("python -m benchmarks.fit_means ")


@needs_multilingual
def test_texts_that_have_nothing_in_common_are_not_alike_to_the_multilingual_model() -> None:
    encoder = Encoder(str(MULTILINGUAL))
    assert encoder.conventions == identify(NAME, MULTILINGUAL)[1]
    ferry, bakery = encoder.encode_passages(SENTENCES, ["", ""])
    asked = encoder.encode_question("Чому скасували пором?")
    assert asked.vector @ ferry.vector > 0.1 + asked.vector @ bakery.vector
    assert ferry.vector @ bakery.vector < 0.6
    assert float((unit(ferry.tokens) @ unit(bakery.tokens).T).mean()) < 0.3
