"""The hub of a class, on one page: each line names a subject, and the file of that name in hub_config/ says how."""

from hub_config import access, hub_database, people, places, servers, services, settings

c = get_config()  # type: ignore[name-defined]  # noqa: F821
school = settings.load()

people.configure(c, school)  # how they come in, and the pages they see first
access.configure(c, school)  # who may do what
servers.configure(c, school)  # what each one's server is
services.configure(c, school)  # the class service and the culler
places.configure(c, school)  # addresses and files
hub_database.configure(c, school)  # what the hub writes down
