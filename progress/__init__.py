"""How is it wired? The Django project: settings, urls, celery, wsgi. No models, no rules."""
