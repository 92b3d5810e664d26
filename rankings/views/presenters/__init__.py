"""From what a selector read to plain values that a template prints as they are."""

from rankings.views.presenters.compare import compare_page
from rankings.views.presenters.developing import examples
from rankings.views.presenters.directory import directory_page
from rankings.views.presenters.embeds import default_choice, embed_page, short_list, state_badge
from rankings.views.presenters.empty import empty_page
from rankings.views.presenters.heatmap import heatmap_page
from rankings.views.presenters.leaderboard import leaderboard_page
from rankings.views.presenters.maps import map_page
from rankings.views.presenters.methodology import methodology_page, versions
from rankings.views.presenters.parameter import parameter_page
from rankings.views.presenters.parameters import parameters_page
from rankings.views.presenters.profile import profile_page
from rankings.views.presenters.search import search_page
from rankings.views.presenters.streaks import streaks_page
from rankings.views.presenters.styleguide import style_guide
from rankings.views.presenters.words import glossary

__all__ = [
    "compare_page",
    "default_choice",
    "directory_page",
    "embed_page",
    "empty_page",
    "examples",
    "glossary",
    "heatmap_page",
    "leaderboard_page",
    "map_page",
    "methodology_page",
    "parameter_page",
    "parameters_page",
    "profile_page",
    "search_page",
    "short_list",
    "state_badge",
    "streaks_page",
    "style_guide",
    "versions",
]
