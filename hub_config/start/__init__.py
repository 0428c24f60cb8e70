"""The one command that opens the class: checks the machine, prepares what is missing, starts the parts, and stops them all together."""
