"""Generations in a Milvus server: collections instead of files.

A generation is a small collection that names the segments it serves, and what of them; an alias says which generation
that is. A segment is five collections, written once and shared by generations as the local engine shares files:

    PREFIX                  the alias: the generation that is served
    PREFIX_g000042          a generation: manifest, order of the articles, documents
    PREFIX_s000042_articles ... _texts ... _passages ... _tokens ... _words    what its build added or changed
    PREFIX_builder          the alias that a builder holds while it builds

Every row carries a checksum of what it holds, which is compared whenever it is read.
"""
