"""Tests of the JSON house."""
