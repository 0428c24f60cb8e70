"""Pupils' servers without the wait: one process that has everything imported forks them on request, in a few milliseconds each."""
