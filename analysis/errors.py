"""What is said to an analyst when something cannot go on."""


class DataError(Exception):
    """Something in the data stops the work: one sentence that says what, where and what to do.

    The command line prints the sentence and ends with status 2; no traceback is shown.
    """


class FileProblem(Exception):
    """A file that cannot be used: the reason, and what to do about it."""

    def __init__(self, reason: str, remedy: str) -> None:
        """Keep both parts of the message."""
        super().__init__(f"{reason}. {remedy}.")
        self.reason = reason
        self.remedy = remedy

    def __reduce__(self) -> tuple:
        """Let it pass from one process to another."""
        return FileProblem, (self.reason, self.remedy)
