"""The WCO XML codec: a layout (dialect, data) over the model's table, compiled to readers and writers."""
