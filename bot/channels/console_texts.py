"""What the console says itself."""

WELCOME = "Ask in plain words who said what, or type /help. Ctrl-D ends."

HELP = """\
What did Zelenskyy say about the ceasefire?   ask in plain words
/evidence              the sentences behind the last answer
/brief                 the brief of everything read so far
/summarize PATH|URL    the brief of a file, a folder or a page
/help                  this list
/quit                  end"""
