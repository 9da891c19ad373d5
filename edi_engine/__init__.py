"""edi-engine: translation and routing of trade documents for single windows."""
