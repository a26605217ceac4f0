"""Coding: from paragraphs to agreed findings; sheets out and in, disagreements, suggestions, the queue, exports."""
