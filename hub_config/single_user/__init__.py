"""A pupil's server: Voilà alone as JupyterHub's single-user app. A pupil is the browser of one trusted page, not a Jupyter user."""
