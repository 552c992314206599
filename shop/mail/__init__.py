"""The outbox: what is to be sent, and sending it."""
