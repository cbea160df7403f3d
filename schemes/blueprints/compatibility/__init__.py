"""Comparing two blueprints: what a document that was right before could be refused for."""
