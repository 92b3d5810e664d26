"""What is measured, and what is a figure worth? Methodology versions, parameters, verified figures, scoring."""
