// Puts Swagger UI in the place of the list of addresses, which stays where scripts do not run.
(() => {
  "use strict";

  const place = document.getElementById("try");
  const list = document.getElementById("addresses");
  if (!place || !window.SwaggerUIBundle) {
    return;
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const shade = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  shade();
  dark.addEventListener("change", shade);

  window.SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayOperationId: true,
    validatorUrl: null, // no other host is asked
    presets: [window.SwaggerUIBundle.presets.apis],
    onComplete: () => {
      place.hidden = false;
      list.hidden = true;
    },
  });
})();
