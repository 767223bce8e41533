"""Other languages: any encoder's tokens, prompts, and questions in a writing that the model does not read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index import IndexSettings, Library
from index.answering.calibration import UNREAD
from index.answering.names import lacks_a_name, names_of
from index.answering.reader import Reader
from index.cli.main import main
from index.encoding.embedding_model import TorchModel
from index.encoding.encoder import Encoder
from index.ingest.build import build
from index.retrieval.term_weights import RARE, vocabulary_prior, weigh
from index.storage import Shelf
from index.text.normalise import keywords, phrases
from tests.index.tiny_models import PROMPTS, Family, save_model

ENGLISH = [
    "the minister denied the reports about the soldiers",
    "the harbour was closed because of the storm",
    "a teacher opened a school near the river",
]
UKRAINIAN = [
    "міністр заперечив повідомлення про солдатів",
    "гавань закрили через шторм",
    "учитель відкрив школу біля річки",
]
TRANSLATIONS = dict(
    pair.split("=")
    for pair in (
        "міністр=minister заперечив=denied повідомлення=reports про=about солдатів=soldiers гавань=harbour"
        " закрили=closed через=because шторм=storm учитель=teacher відкрив=opened школу=school біля=near річки=river"
    ).split()
)
FAMILIES: tuple[Family, ...] = ("wordpiece", "unigram", "bytes")
CYRILLIC_QUESTION = "Хто заперечив повідомлення про солдатів?"


@pytest.fixture(scope="module")
def model_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Family], Encoder]:
    """A tiny bilingual encoder with prompts, for each family of tokenizers."""
    made: dict[Family, Encoder] = {}

    def model(family: Family) -> Encoder:
        if family not in made:
            folder = tmp_path_factory.mktemp(family)
            sentences = (ENGLISH + UKRAINIAN) * 20
            made[family] = Encoder(str(save_model(folder, family, sentences, prompts=PROMPTS)))
        return made[family]

    return model


@pytest.mark.parametrize("family", FAMILIES)
class TestAnyTokenizer:
    def test_pieces_stand_where_their_letters_do(self, family: Family, model_of: Callable[[Family], Encoder]) -> None:
        encoder = model_of(family)
        for text in (*ENGLISH, *UKRAINIAN, "storm  soldiers\nnear"):
            (passage,) = encoder.encode_passages([text], ["about the river"])
            question = encoder.encode_question(text)
            for encoding in (passage, question):
                # Byte-level pieces may share a letter.
                shown = [position for span in encoding.offsets.tolist() for position in range(*span)]
                assert sorted(set(shown)) == [at for at, letter in enumerate(text) if not letter.isspace()]
                assert np.isfinite(encoding.tokens).all()
                assert abs(float(np.linalg.norm(encoding.vector)) - 1) < 1e-5

    def test_prompts_inform_vectors_but_are_not_matched(
        self, family: Family, model_of: Callable[[Family], Encoder]
    ) -> None:
        encoder = model_of(family)
        question = encoder.encode_question(ENGLISH[0])
        (passage,) = encoder.encode_passages([ENGLISH[0]], [""])
        assert question.pieces.tolist() == passage.pieces.tolist()
        assert not np.allclose(question.vector, passage.vector, atol=1e-4)
        reference = TorchModel(encoder.name, Path(encoder.name)).sentence_transformer
        asked = reference.encode_query(ENGLISH[0], normalize_embeddings=True)
        assert np.allclose(question.vector, asked, atol=1e-4)
        documents = reference.encode_document([ENGLISH[0]], normalize_embeddings=True)
        assert np.allclose(passage.vector, documents[0], atol=1e-4)

    def test_a_word_of_one_piece_is_known_to_be_common(
        self, family: Family, model_of: Callable[[Family], Encoder]
    ) -> None:
        encoder = model_of(family)
        prior = vocabulary_prior(encoder.vocabulary)
        for text in ("the storm", "near the storm"):
            asked = weigh(text, encoder.encode_question(text), prior, 5, lambda _: 0)
            weights = {word.folded: word.weight for word in asked.words}
            assert weights["the"] < weights["storm"] + 1e-6
            assert abs(float(asked.token_weights.sum()) - 1) < 1e-5
        assert prior.max() > 100 * RARE

    def test_it_reads_the_scripts_it_was_trained_on_alone(
        self, family: Family, model_of: Callable[[Family], Encoder]
    ) -> None:
        encoder = model_of(family)
        assert all(encoder.reads(text) for text in (*ENGLISH, *UKRAINIAN, "Zürich – 5 €"))
        assert not any(encoder.reads(text) for text in ("من نفى التقارير؟", "谁否认了报道", "Ποιος το διέψευσε;"))


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_an_index_can_be_built_with_any_pooling_and_any_size_of_vector(
    tmp_path: Path, settings: IndexSettings, write_article: Callable[..., Path], pooling: str
) -> None:
    model = save_model(tmp_path, "unigram", ENGLISH * 20, pooling=pooling, dimension=24)
    own = settings.model_copy(update={"embedding_model": str(model)})
    for number, sentence in enumerate(ENGLISH):
        write_article(f"{number}.txt", f"Yesterday, {sentence}.")
    build(own)
    library = Library.open(own.index_dir, own)
    assert library.status().dimension == 24
    assert "storm" in library.search("harbour storm", 1)[0].text
    library.close()


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """English and Ukrainian articles on different things, under a model to which translations mean the same."""
    folder = tmp_path_factory.mktemp("bilingual")
    sentences = (ENGLISH + UKRAINIAN) * 20
    model = save_model(folder, "wordpiece", sentences, prompts=PROMPTS, translations=TRANSLATIONS)
    rows = [
        {"id": "en-1", "title": "Reports", "text": "The minister denied the reports about the soldiers."},
        {"id": "en-2", "title": "Storm", "text": "The harbour was closed because of the storm."},
        {"id": "uk-1", "title": "Школа", "text": "Учитель відкрив школу біля річки."},
    ]
    (folder / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    settings = IndexSettings(index_dir=folder / "index", corpus_dir=folder / "corpus.jsonl", embedding_model=str(model))
    build(settings)
    library = Library.open(settings.index_dir, settings)
    yield library
    library.close()


class TestAcrossLanguages:
    @pytest.mark.parametrize(
        ("question", "answer"),
        [
            ("заперечив повідомлення про солдатів", "denied the reports"),
            ("гавань закрили", "harbour was closed"),
            ("opened school near river", "Учитель відкрив школу"),
        ],
    )
    def test_a_question_finds_a_passage_in_another_language(
        self, bilingual: Library, question: str, answer: str
    ) -> None:
        assert answer in bilingual.search(question, 1)[0].text
        found = bilingual.ask(question)
        assert found.answered
        assert answer in found.quotes[0].highlight.text
        assert bilingual.obstacle(question) is None

    def test_a_name_in_another_script_is_not_held_to_be_missing(self, bilingual: Library) -> None:
        question = "Хто бачив Пескова?"
        asked = weigh(
            question,
            bilingual._encoder.encode_question(question),
            vocabulary_prior(bilingual._encoder.vocabulary),
            3,
            lambda _: 0,
        )
        assert not lacks_a_name(names_of(asked), "Peskov was seen.")
        assert lacks_a_name(names_of(asked), "Бачили Іваненка.")

    @pytest.mark.parametrize(
        ("question", "is_read"), [("Who denied the reports about the soldiers?", True), (CYRILLIC_QUESTION, False)]
    )
    def test_the_reader_reads_questions_in_english_alone(
        self, bilingual: Library, question: str, is_read: bool
    ) -> None:
        assert not bilingual.pipeline.reads
        pipeline = bilingual.pipeline.reading_with(Reader(1))
        with closing(Shelf(Path(bilingual.status().index_dir)).open()) as generation:
            (best, *_) = pipeline.assess(pipeline.retrieve(question, generation), generation)
        assert (best.features.reading != UNREAD) is is_read


class TestKeywords:
    def test_words_are_found_in_other_forms_and_scripts(self) -> None:
        assert keywords("Українського") == keywords("українській")
        assert keywords("Zürich ÉTÉ") == "zurich ete"
        assert phrases("谁否认") == ["谁 否", "否 认"]
        assert phrases("München") == ["munchen"]
        assert phrases("?") == ["?"]

    @pytest.mark.usefixtures("one_model")
    def test_inflected_and_unspaced_words_find_their_passages(
        self, settings: IndexSettings, write_article: Callable[..., Path]
    ) -> None:
        write_article("uk.txt", "Керівники Українського парламенту підписали угоду в Києві.", title="Угода")
        write_article("zh.txt", "部长昨天否认了有关军队的报道。", title="报道")
        write_article("en.txt", "The harbour was closed because of a storm.")
        build(settings)
        library = Library.open(settings.index_dir, settings)
        for words, answer in (("український парламент", "парламенту"), ("否认报道", "否认"), ("军队", "军队")):
            found = library.search(words, 3)
            assert answer in found[0].text, words
            assert found[0].confidence < library.thresholds.answer
        refusal = library.ask("Хто підписав угоду в парламенті?")
        assert refusal.kind == "refusal"
        assert "підписали угоду" in refusal.leads[0].highlight.text
        library.close()


def test_the_bundled_model_says_that_it_reads_english(
    seeds_index: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert library.ask(CYRILLIC_QUESTION).kind == "refusal"
    obstacle = library.obstacle(CYRILLIC_QUESTION)
    assert obstacle
    assert (obstacle.kind, obstacle.subject) == ("other_writing", "")
    assert library.obstacle("Wer hat die Berichte über die Truppen dementiert?") is None
    assert main(["ask", CYRILLIC_QUESTION, "--index-dir", str(seeds_index)]) == 3
    assert "reads English" in capsys.readouterr().out
