// Draws what the server sends month by month: one letter an organization, and new values of lines.
// Positions and looks come once; nothing here knows the model.
window.fugaiClass = (() => {
  const grounds = {};
  const waiting = {};
  let covered = false;

  // A chart is there a moment after its element, and its options a moment after the chart.
  const known = new WeakSet();
  function chartOf(id) {
    const chart = getElement(id)?.chart;
    if (chart && !known.has(chart) && chart.getOption()) {
      known.add(chart);
      // Its options may be written once more: whenever it is drawn its letters are looked at,
      // a moment later, since a chart that is being drawn takes no options.
      if (!(id in grounds)) {
        chart.on("finished", () => setTimeout(() => enlarge(chart)));
        enlarge(chart);
      }
    }
    return known.has(chart) ? chart : undefined;
  }

  // What comes earlier waits, the latest wins.
  function withChart(id, key, work) {
    const chart = chartOf(id);
    if (chart) return work(chart);
    const slot = `${id} ${key}`;
    const first = !(slot in waiting);
    waiting[slot] = work;
    if (first) retry(id, slot, 0);
  }

  function retry(id, slot, times) {
    setTimeout(() => {
      const chart = chartOf(id);
      if (!chart && times < 100) return retry(id, slot, times + 1);
      const work = waiting[slot];
      delete waiting[slot];
      if (chart) work(chart);
    }, 30);
  }

  function paint(id, chart) {
    const ground = grounds[id];
    if (!ground || !ground.letters || chart.isDisposed()) return;
    const unit = (chart.getWidth() - 12) / (ground.size[0] + 1);
    const high = (chart.getHeight() - 12) / (ground.size[1] + 2.4);
    const room = Math.min(unit, high) * 0.92;
    const data = [];
    for (let k = 0; k < ground.points.length; k++) {
      const letter = ground.letters[k];
      const look = ground.looks[covered ? ground.reported[letter] ?? letter : letter];
      if (!look) continue;
      data.push({
        value: ground.points[k],
        symbol: look.symbol,
        symbolSize: Math.max(4, Math.min(look.size * 2.2, (room * look.size) / 13)),
        itemStyle: { color: look.colour, opacity: 1 },
        name: `${ground.names[k]}<br>${look.label}`,
        id: k,
      });
    }
    // With an id each, founding grows in and dissolving fades; whoever wants no motion sees none.
    const names = { id: "names", label: { fontSize: letter(12) } };
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const moving = { animation: !still, animationDuration: 250, animationDurationUpdate: 0 };
    chart.setOption({ series: [names, { id: "dots", data, ...moving }] });
  }

  // Letters of charts grow as those of the page do: so many pixels where its letters have 16.
  function letter(pixels) {
    const root = parseFloat(getComputedStyle(document.documentElement).fontSize);
    return document.body.classList.contains("cl-projector") ? (pixels * 1.55 * root) / 16 : pixels;
  }

  function enlarge(chart) {
    if (chart.isDisposed()) return;
    const fontSize = letter(12);
    const now = chart.getOption();
    if (now.grid[0].top === 4 * fontSize) return;
    const axis = { axisLabel: { fontSize } };
    chart.setOption({
      title: { textStyle: { fontSize: letter(13) } },
      legend: { top: now.title?.length ? 1.7 * fontSize : 0, textStyle: { fontSize } },
      grid: { top: 4 * fontSize, right: 1.6 * fontSize }, xAxis: axis, yAxis: axis,
    });
  }

  // On the projector the town reaches to the lower edge, whatever stands above it.
  function fit() {
    const town = document.querySelector(".cl-town");
    if (!town || !document.body.classList.contains("cl-projector")) return;
    const left = innerHeight - town.getBoundingClientRect().top - scrollY - 4;
    document.body.style.setProperty("--cl-town", `${Math.max(0, left)}px`);
  }

  function project(on) {
    document.body.classList.toggle("cl-projector", on);
    document.querySelectorAll(".cl-curve, .cl-wide").forEach((place) => {
      withChart(place.id.slice(1), "letters", enlarge);
    });
    for (const id of Object.keys(grounds)) withChart(id, "dots", (chart) => paint(id, chart));
    fit();
  }
  const above = new ResizeObserver(fit);
  addEventListener("resize", fit);

  return {
    // names: of each place; reported: the look that stands for a letter while effect is covered.
    begin(id, points, size, palette, names, reported) {
      const looks = {};
      for (const look of palette) looks[look.letter] = look;
      grounds[id] = { points, size, looks, letters: "", names, reported };
      document.querySelectorAll(".fg-card").forEach((card) => above.observe(card));
      withChart(id, "resize", (chart) =>
        new ResizeObserver(() => requestAnimationFrame(() => paint(id, chart))).observe(chart.getDom()),
      );
    },
    show(month) {
      for (const [id, letters] of Object.entries(month.dots)) {
        if (grounds[id]) grounds[id].letters = letters;
        withChart(id, "dots", (chart) => paint(id, chart));
      }
      for (const [id, lines] of Object.entries(month.lines)) {
        withChart(id, "lines", (chart) =>
          chart.setOption({
            ...(month.shares.includes(Number(id)) ? { yAxis: { max: month.top } } : {}),
            series: Object.entries(lines).map(([series, data]) => ({
              id: series,
              data: covered && series !== "reported" ? data.map(() => null) : data,
            })),
          }),
        );
      }
      for (const [name, share] of Object.entries(month.bars)) {
        const bar = document.querySelector(`[data-fugai-bar="${name}"]`);
        if (bar) bar.style.width = `${100 * share}%`;
      }
      for (const [name, text] of Object.entries(month.texts)) {
        const place = document.querySelector(`[data-fugai="${name}"]`);
        if (place) place.textContent = text;
      }
      // A look that nobody has takes no room on the projector.
      for (const row of document.querySelectorAll(".cl-legend li")) {
        const counts = [...row.querySelectorAll("b")].map((each) => each.textContent);
        row.classList.toggle("cl-none", counts.every((text) => text === "0"));
      }
      // Told once the browser has drawn it: the server sends no further month before.
      requestAnimationFrame(() => setTimeout(() => emitEvent("fugai_seen", month.frame)));
    },
    // While it is covered, the town shows what is reported and not what of it lives.
    cover(on) {
      covered = on;
      document.body.classList.toggle("cl-covered", on);
      for (const id of Object.keys(grounds)) withChart(id, "dots", (chart) => paint(id, chart));
    },
    // The stage fills the screen, its letters are half again as large; Escape ends it as well.
    async project(button) {
      const root = document.documentElement;
      if (document.fullscreenElement) await document.exitFullscreen();
      else if (root.requestFullscreen) await root.requestFullscreen().catch(() => {});
      const on = root.requestFullscreen
        ? Boolean(document.fullscreenElement)
        : !document.body.classList.contains("cl-projector");
      project(on);
      button.setAttribute("aria-pressed", String(on));
      document.onfullscreenchange = () => {
        if (document.fullscreenElement) return;
        project(false);
        button.setAttribute("aria-pressed", "false");
      };
    },
    // A chart that nothing is sent to grows with the others.
    letters(id) {
      withChart(id, "letters", enlarge);
    },
    // A click, or a drag, at a year of the chart sets the guess there.
    draw(id) {
      withChart(id, "draw", (chart) => {
        const pen = chart.getZr();
        let down = false;
        const set = (event) => {
          const at = [event.offsetX, event.offsetY];
          if (!chart.containPixel("grid", at)) return;
          const [year, share] = chart.convertFromPixel({ seriesId: "guess" }, at);
          emitEvent("fugai_guess", { year: Math.round(year), share });
        };
        pen.on("mousedown", (event) => { down = true; set(event); });
        pen.on("mousemove", (event) => { if (down) set(event); });
        pen.on("mouseup", () => { down = false; });
        pen.on("globalout", () => { down = false; });
      });
    },
  };
})();
