"""What is said to an analyst when something cannot go on."""


class DataError(Exception):
    """Something in the data stops the work: one sentence that says what, where and what to do.

    The command line prints the sentence and ends with status 2; no traceback is shown.
    """
