/* Draws the charts of a page. Each <figure data-chart="ID"> is drawn from the JSON in <script id="ID">, into its
   element [data-drawing]. Without this script the figure still has its picture, its description and its numbers. */
"use strict";

(() => {
  const refuse = () => Promise.reject(new Error("Charts fetch nothing."));

  const options = {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    // Expressions are interpreted, not compiled: the content security policy allows no eval.
    ast: true,
    // Both style sheets are in charts.css: the policy allows no inline styles.
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
    loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
  };

  function draw(figure) {
    const description = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const drawing = figure.querySelector("[data-drawing]");
    const picture = Array.from(drawing.childNodes);
    return window.vegaEmbed(drawing, description, options).then(() => hideUnnamed(drawing)).catch((problem) => {
      drawing.replaceChildren(...picture);
      console.error(`Chart ${figure.dataset.chart} was not drawn:`, problem);
    });
  }

  // A layer without a single mark is announced as a symbol that has no name.
  function hideUnnamed(drawing) {
    const unnamed = drawing.querySelectorAll("[role=graphics-symbol]:not([aria-label])");
    unnamed.forEach((mark) => mark.setAttribute("aria-hidden", "true"));
  }

  document.querySelectorAll("figure[data-chart]").forEach(draw);
})();
