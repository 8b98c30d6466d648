"""The spaCy components: each computes with a pure function and only then writes to the Doc."""
