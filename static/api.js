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

  // What the tool leaves without a name, or out of the keyboard's reach, gets one here.
  const mend = () => {
    for (const input of place.querySelectorAll("select:not([aria-label]), input:not([aria-label]), textarea:not([aria-label])")) {
      const row = input.closest("[data-param-name], [data-property-name]");
      const name = row?.dataset.paramName ?? row?.dataset.propertyName ?? input.closest("td")?.previousElementSibling?.textContent;
      if (name || input.matches(".content-type")) {
        input.setAttribute("aria-label", name?.trim() || "Media type");
      }
    }
    for (const button of place.querySelectorAll(".close-modal:not([aria-label])")) {
      button.setAttribute("aria-label", "Close");
    }
    for (const text of place.querySelectorAll("pre:not([tabindex]), .highlight-code > div:not([tabindex])")) {
      text.tabIndex = 0;
    }
  };
  // The list gives way once there is as much in its place: what follows would jump twice on a slow machine.
  const change = () => {
    if (place.hidden && place.querySelector(".opblock")) {
      place.hidden = false;
      list.hidden = true;
    }
    mend();
  };
  new MutationObserver(change).observe(place, { childList: true, subtree: true });

  const show = (spec) => {
    if (document.documentElement.lang === "hi") {
      for (const method of Object.values(spec.paths).flatMap(Object.values)) {
        method.summary = method["x-summary-hi"];
      }
      for (const tag of spec.tags) {
        tag.description = tag["x-description-hi"];
      }
    }
    window.SwaggerUIBundle({
      spec,
      domNode: place,
      docExpansion: "list",
      defaultModelsExpandDepth: -1,
      displayOperationId: true,
      validatorUrl: null, // no other host is asked
      presets: [window.SwaggerUIBundle.presets.apis],
    });
  };
  fetch(place.dataset.schema, { headers: { accept: "application/json" } })
    .then((answer) => answer.json())
    .then(show)
    .catch(() => {}); // the list of addresses stays
})();
