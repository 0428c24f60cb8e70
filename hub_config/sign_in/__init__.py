"""How people come in: a door a way of proving who one is, and the hub's authenticator that knows the doors."""
