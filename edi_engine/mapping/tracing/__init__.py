"""What follows from what: received values, fields of the document, values written; found by trial for any mapping."""
