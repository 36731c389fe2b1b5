"""Conversation: what people say to the bot, and what it answers, without a word about a platform.

A *face* (``bot.channels.telegram``, ``bot.channels.slack``) translates what its platform brings into the values
of ``bot.talk.model``, and shows the replies it is given.  Commands live in ``bot.talk.commands``, one file a
family; who may use them is decided in ``permits`` and ``limits``.
"""
