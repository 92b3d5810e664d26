"""Charts as plain values: Plotly figures as dictionaries, and the small drawings that stand in until one is drawn.

Pure functions over plain values; every word in a chart is handed in. Numbers stay Decimals or integers and are
written as text, so that no float comes near a published score.
"""
