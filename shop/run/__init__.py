"""Starts the shop on one machine: prepares its data, then runs web, worker and payment sandbox."""
