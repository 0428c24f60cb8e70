"""The demonstration class: five weeks of a made-up CM1-CM2, so that every screen is alive at the first start; also the tests' data.

It is played through the store's own verbs, as if tablets had sent it: nothing in it is a special case.
"""

from classroom.demo.making import Demo, create_demo, first_password

__all__ = ["Demo", "create_demo", "first_password"]
