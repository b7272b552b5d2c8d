"""Extraction by a language model behind an OpenAI-compatible address, held to the same proof as any other.

What a model answers is data. `gate` lets in what the document itself proves, `store` keeps every answer, `asking` asks.
"""

from sijill.extract.llm.extractor import BothExtractor, LlmExtractor, Plan, load_llm

__all__ = ["BothExtractor", "LlmExtractor", "Plan", "load_llm"]
