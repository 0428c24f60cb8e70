"""nbgrader in step with the class: its commands and formgrader work on our texts, and a real course directory and gradebook follow.

The class service keeps the truth. Here are the seven exchange classes that nbgrader asks for, over the service's API; the mirror
that writes each deposited version into the course directory and the gradebook; the feedback page; and the course archive.
Nothing of nbgrader is imported in a pupil's process or in the class service.
"""
