"""The whole contract as one JSON Schema document, from which the TypeScript types are generated."""

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from ideahub.protocol import commands, frames, state


def contract() -> dict[str, object]:
    """JSON Schema with one definition for each shared shape, event, frame and command."""
    seen: list[type[BaseModel]] = [
        state.Snapshot, frames.Card, frames.DataFacts, frames.CommandsBody, frames.JoinBody, frames.Hello, frames.Events, frames.Ack,
        frames.You, frames.Online, frames.HandsFrame,
        frames.FairFrame, frames.ShownBody, frames.Resync, frames.Bye, frames.Pong, frames.Error, *commands.ALL.values(),
    ]  # fmt: skip
    _, document = models_json_schema([(model, "serialization") for model in seen], ref_template="#/$defs/{model}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "IdeahubProtocol", **document}
