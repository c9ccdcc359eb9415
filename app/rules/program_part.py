"""What every part of a tier program is: never changed once made, and without fields that are not known."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
