// Draws Plotly's charts over the server's drawings. Its script is fetched only when a chart comes into view;
// without it, or without JavaScript at all, the page stays complete.
(() => {
  "use strict";

  const source = document.currentScript.dataset.plotly;
  const narrow = matchMedia("(max-width: 40rem)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  // Plotly's script brings a style sheet for maps, unless an element of this name is there. We draw no maps, and
  // our content policy lets no script write styles into the page.
  const noMapStyles = document.createElement("template");
  noMapStyles.id = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
  document.head.append(noMapStyles);
  let loading;

  const plotly = () =>
    (loading ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = () => done(window.Plotly);
      script.onerror = failed;
      document.head.append(script);
    }));

  // Colours in a figure are the light ones; each is swapped for the token that is active now.
  const coloured = (value, active) => {
    if (typeof value === "string") return active[value] ?? value;
    if (Array.isArray(value)) return value.map((one) => coloured(one, active));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, coloured(one, active)]));
    }
    return value;
  };

  const put = (target, path, value) => {
    const keys = path.split(".");
    const last = keys.pop();
    keys.reduce((inner, key) => (inner[key] ??= {}), target)[last] = value;
  };

  const figureOf = (data, place) => {
    const style = getComputedStyle(place);
    const active = Object.fromEntries(
      Object.entries(data.colours).map(([light, token]) => [light, style.getPropertyValue(token).trim()]),
    );
    const figure = coloured(data.figure, active);
    figure.layout.font.family = style.fontFamily;
    figure.layout.hoverlabel.font.color = style.getPropertyValue("--paper").trim();
    figure.layout.hoverlabel.font.family = style.fontFamily;
    if (narrow.matches) {
      for (const [path, value] of Object.entries(data.narrow)) put(figure.layout, path, value);
    }
    return figure;
  };

  const draw = async (chart) => {
    const place = chart.querySelector(".chart-plot");
    const data = JSON.parse(document.getElementById(chart.dataset.chart).textContent);
    const library = await plotly();
    let live = place.querySelector(".chart-live");
    if (!live) {
      live = document.createElement("div");
      live.className = "chart-live";
      place.append(live);
    }
    const { data: traces, layout, config } = figureOf(data, place);
    await library.react(live, traces, layout, config);
    place.classList.add("is-live");
  };

  // A picture for slides: the server's own SVG, drawn once more at twice its size. Nothing is asked from elsewhere.
  const SCALE = 2;

  const picture = async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };

  const offerPicture = (chart) => {
    const vector = chart.querySelector(".chart-get a");
    if (!vector) return;
    const raster = vector.cloneNode();
    raster.textContent = "PNG";
    raster.setAttribute("aria-label", vector.getAttribute("aria-label").replace("SVG", "PNG"));
    raster.addEventListener("click", async (event) => {
      event.preventDefault();
      const file = document.createElement("a");
      file.href = URL.createObjectURL(await picture(vector.href));
      file.download = `pragati${location.pathname.replaceAll("/", "-")}${chart.dataset.chart ?? chart.dataset.picture}.png`;
      file.click();
      setTimeout(() => URL.revokeObjectURL(file.href), 60000);
    });
    vector.before(raster, " ");
  };

  const drawn = new Set();
  const show = (chart) => draw(chart).then(() => drawn.add(chart), () => {});
  const again = () => drawn.forEach(show);
  narrow.addEventListener("change", again);
  dark.addEventListener("change", again);

  const charts = document.querySelectorAll("[data-chart]");
  document.querySelectorAll("[data-chart], [data-picture]").forEach(offerPicture);
  if (!("IntersectionObserver" in window) || navigator.connection?.saveData) return;
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      show(entry.target);
    }
  });
  charts.forEach((chart) => seen.observe(chart));
})();
