"""Blueprints of industries, each a folder of YAML files."""
