"""How good readings, briefs and answers are, measured against labelled articles.

Pure functions of values.  ``gold`` and ``predictions`` turn the records of JSON Lines into values;
``attribution``, ``statements``, ``briefs`` and ``answers`` score one kind of output each.
"""
