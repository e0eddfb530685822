(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const text = data.texts;
  const find = id => document.getElementById(id);
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const LINKS = data.held.length, UNCOVERED = 6, GONE = data.marks.length - 1;
  const ABSENT = 0;

  // What was packed: runs of a number (a letter, or a larger one in brackets) and its months.
  function unpack(packed) {
    const found = [];
    packed.replace(/([A-Za-z]|\((\d+)\))(\d*)/g, (_, sign, large, months) => {
      const number = large ? Number(large) : data.letters.indexOf(sign);
      for (let k = Number(months || 1); k > 0; k--) found.push(number);
    });
    return found;
  }
  data.sides.forEach(side => {
    side.states = side.states.split(' ')
      .map((row, index) => row === '=' ? data.sides[0].states[index] : unpack(row));
    [side.reported, side.base, side.effective] = side.counts.map(unpack);
    side.events = side.events.map(unpack);
  });
  const organizations = data.organizations.split(' ').map((row, index) => {
    // An identity has more digits than a number keeps: it comes as two.
    const [high, low, ...rest] = row.split('.');
    const id = parseInt(high, 36) + String(parseInt(low, 36)).padStart(10, '0');
    const [kind, type, district, industry, spot] = rest.map(Number);
    return {id, kind, type, district, industry, spot, index, name: data.names[index] || ''};
  });

  // A state is a number: what covers an organization, and what holds it back.
  const held = state => data.held[(state - UNCOVERED) % LINKS];
  const place = state => Math.floor((state - UNCOVERED) / LINKS);
  function said(state) {
    if (state < UNCOVERED) return data.covered[state];
    const what = data.covered[UNCOVERED + place(state)];
    return fill(text.held, {state: what, reason: held(state)});
  }
  const began = data.sides.map(side => side.states.map(row => row.findIndex(s => s !== ABSENT)));
  // The mark of an organization in a month; -1 for one that has not come yet.
  function markOf(side, index, month) {
    const first = began[side][index], state = data.sides[side].states[index][month];
    return state === ABSENT && !(first >= 0 && first < month) ? -1 : data.mark[state];
  }

  // Marks differ by shape and by colour; a path lies within 10 × 10.
  const INK = '#1a1a1a';
  const shapes = data.marks.map(([, outline]) => new Path2D(outline));
  function draw(pen, mark, x, y, r) {
    const [, , colour, size] = data.marks[mark], scale = 2 * r * size / 130;
    pen.save();
    pen.translate(x - 5 * scale, y - 5 * scale); pen.scale(scale, scale);
    pen.fillStyle = colour; pen.fill(shapes[mark]);
    pen.restore();
  }

  // A canvas as large as its place, sharp on any screen.
  function canvas(element, width, height) {
    const scale = window.devicePixelRatio || 1;
    element.width = Math.round(width * scale); element.height = Math.round(height * scale);
    element.style.width = width + 'px'; element.style.height = height + 'px';
    const pen = element.getContext('2d');
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    return pen;
  }
  const family = getComputedStyle(document.body).fontFamily;
  function short(pen, words, width) {
    if (pen.measureText(words).width <= width) return words;
    let kept = words;
    while (kept && pen.measureText(kept + '…').width > width) kept = kept.slice(0, -1);
    return kept + '…';
  }

  // Districts are rows, industries columns as wide as they have organizations.
  const room = data.districts.map(() => data.industries.map(() => 0));
  organizations.forEach(o => {
    room[o.district][o.industry] = Math.max(room[o.district][o.industry], o.spot + 1);
  });
  const columns = data.industries.map((_, i) => i).filter(i => room.some(row => row[i]));
  const rows = data.districts.map((_, d) => d).filter(d => room[d].some(Boolean));
  const GAP = 10, HEAD = 22, NAME = 18;
  // The largest marks with which a side stays about as high as a screen.
  function layOut(width) {
    const steps = [20, 18, 16, 15, 14, 13];
    const layouts = steps.map(step => laidOut(width, step));
    return layouts.find(layout => layout.height <= 440) || layouts[steps.length - 1];
  }
  function laidOut(width, step) {
    const total = columns.map(i => Math.sqrt(Math.max(...room.map(row => row[i]))));
    const sum = total.reduce((a, b) => a + b, 0), free = width - GAP * (columns.length - 1);
    let x = 0;
    const across = columns.map((industry, k) => {
      const wide = Math.max(step, free * (.4 / columns.length + .6 * total[k] / sum));
      const column = {industry, x, wide, fit: Math.max(1, Math.floor(wide / step))};
      x += wide + GAP;
      return column;
    });
    let y = HEAD;
    const down = rows.map(district => {
      const lines = Math.max(...across.map(c => Math.ceil(room[district][c.industry] / c.fit)));
      const row = {district, y};
      y += NAME + lines * step + 4;
      return row;
    });
    const columnOf = {}, rowOf = {};
    across.forEach(c => { columnOf[c.industry] = c; });
    down.forEach(r => { rowOf[r.district] = r; });
    const spots = organizations.map(o => {
      const c = columnOf[o.industry];
      return [c.x + (o.spot % c.fit + .5) * step,
        rowOf[o.district].y + NAME + (Math.floor(o.spot / c.fit) + .5) * step];
    });
    return {step, across, down, spots, width, height: y};
  }

  const panels = Array.from(document.querySelectorAll('.side')).map((element, k) => ({
    element, side: k, dots: element.querySelector('.dots'), curves: element.querySelector('.curves'),
    title: element.querySelector('h2'), numbers: element.querySelector('.numbers'),
    events: element.querySelector('.events'), band: element.querySelector('.band'),
    head: find('head' + k), layout: null,
  }));
  let month = 0, playing = null, chosen = -1;

  function monthName(of) {
    if (of === 0) return fill(text.start, {month: calendar(0)});
    return fill(text.end, {month: calendar(of - 1)});
  }
  function calendar(of) {
    const count = data.start[0] * 12 + data.start[1] - 1 + of;
    const year = Math.floor(count / 12), number = count % 12 + 1;
    if (data.lang === 'zh-CN') return year + '年' + number + '月';
    return year + '-' + String(number).padStart(2, '0');
  }

  function drawDots(panel) {
    const layout = panel.layout = layOut(panel.element.clientWidth);
    const pen = canvas(panel.dots, layout.width, layout.height);
    const radius = .42 * layout.step;
    pen.textBaseline = 'middle';
    pen.font = '600 13px ' + family; pen.fillStyle = INK;
    layout.across.forEach(c => {
      pen.fillText(short(pen, data.industries[c.industry], c.wide), c.x, HEAD / 2);
    });
    pen.font = '13px ' + family;
    layout.down.forEach(r => {
      pen.fillStyle = '#d0d0d0'; pen.fillRect(0, r.y, layout.width, 1);
      pen.fillStyle = '#444'; pen.fillText(data.districts[r.district], 0, r.y + NAME / 2 + 1);
    });
    const current = data.sides[panel.side].states;
    // Those that have gone first: a later organization may stand at the same spot.
    [true, false].forEach(gone => organizations.forEach(o => {
      const which = markOf(panel.side, o.index, month);
      if (which < 0 || (which === GONE) !== gone) return;
      if (gone && replaced(panel.side, o)) return;
      const [x, y] = layout.spots[o.index];
      draw(pen, which, x, y, radius);
      if (!still && month && current[o.index][month] !== current[o.index][month - 1]) {
        ring(pen, x, y, radius + 2.5, '#767676', 1);
      }
    }));
    if (chosen >= 0) ring(pen, ...layout.spots[chosen], radius + 3.5, INK, 2);
  }
  function ring(pen, x, y, r, colour, width) {
    pen.beginPath(); pen.arc(x, y, r, 0, 7);
    pen.strokeStyle = colour; pen.lineWidth = width; pen.stroke();
  }
  const neighbours = {};
  organizations.forEach(o => {
    const key = [o.district, o.industry, o.spot].join();
    (neighbours[key] = neighbours[key] || []).push(o.index);
  });
  // Whether another organization has stood at the spot since this one went, on either side.
  function replaced(side, o) {
    return neighbours[[o.district, o.industry, o.spot].join()].some(other => {
      if (other === o.index) return false;
      return began.some(first => first[other] >= 0 && first[other] <= month
        && first[other] > Math.max(...began.map(one => one[o.index])));
    });
  }

  const top = Math.min(1, Math.ceil(10 * Math.max(...data.sides.map(side =>
    Math.max(...side.reported.map((n, k) => n / (side.base[k] || 1))))) + .5) / 10);
  const share = (side, name, of) => side.base[of] ? side[name][of] / side.base[of] : 0;
  function drawCurves(panel) {
    const width = panel.element.clientWidth, height = 150, left = 40, bottom = 20;
    const pen = canvas(panel.curves, width, height);
    const x = of => left + (width - left - 8) * of / data.months;
    const y = value => 8 + (height - bottom - 8) * (1 - value / top);
    pen.font = '13px ' + family; pen.textBaseline = 'middle'; pen.lineWidth = 1;
    pen.textAlign = 'right';
    [0, top / 2, top].forEach(value => {
      pen.fillStyle = '#d0d0d0'; pen.fillRect(left, Math.round(y(value)), width - left - 8, 1);
      pen.fillStyle = '#444'; pen.fillText(Math.round(100 * value) + '%', left - 6, y(value));
    });
    pen.textAlign = 'center';
    const first = (13 - data.start[1]) % 12;
    let free = -1;
    for (let of = first; of <= data.months; of += 12) {
      pen.fillStyle = '#767676'; pen.fillRect(Math.round(x(of)), height - bottom, 1, 4);
      const at = x(of);
      if (at > free && at < width - 18) {
        pen.fillStyle = '#444'; pen.fillText(calendar(of).slice(0, 4), Math.max(at, left), height - 8);
        free = at + 44;
      }
    }
    function line(side, name, colour, wide, dashes) {
      pen.beginPath(); pen.setLineDash(dashes); pen.strokeStyle = colour; pen.lineWidth = wide;
      for (let k = 0; k <= month; k++) pen[k ? 'lineTo' : 'moveTo'](x(k), y(share(side, name, k)));
      pen.stroke(); pen.setLineDash([]);
    }
    const side = data.sides[panel.side];
    pen.beginPath();
    for (let k = 0; k <= month; k++) pen.lineTo(x(k), y(share(side, 'reported', k)));
    for (let k = month; k >= 0; k--) pen.lineTo(x(k), y(share(side, 'effective', k)));
    pen.closePath(); pen.fillStyle = data.hollow; pen.fill();
    if (panel.side) {
      line(data.sides[0], 'reported', '#767676', 1.2, [4, 3]);
      line(data.sides[0], 'effective', '#767676', 1.2, []);
    }
    line(side, 'reported', data.reported, 2.2, [6, 3]);
    line(side, 'effective', data.lives, 2.8, []);
    pen.fillStyle = data.reported; dot(pen, x(month), y(share(side, 'reported', month)));
    pen.fillStyle = data.lives; dot(pen, x(month), y(share(side, 'effective', month)));
  }
  function dot(pen, x, y) { pen.beginPath(); pen.arc(x, y, 3.5, 0, 7); pen.fill(); }

  const percent = value => Math.round(100 * value) + '%';
  function tell(panel) {
    const side = data.sides[panel.side];
    panel.title.textContent = panel.head.textContent = side.title;
    panel.band.textContent = side.band;
    panel.numbers.textContent = fill(text.numbers, {
      reported: percent(share(side, 'reported', month)), a: side.reported[month],
      effective: percent(share(side, 'effective', month)), b: side.effective[month],
      base: side.base[month],
    });
    const happened = side.events.map((count, k) => [data.events[k], count[month]])
      .filter(([, number]) => number).map(([name, number]) => name + ' ' + number);
    panel.events.textContent = month === 0 ? text.before
      : fill(text.month, {events: happened.join(' · ') || text.nothing});
    const counts = data.marks.map(() => 0);
    organizations.forEach(o => {
      const which = markOf(panel.side, o.index, month);
      if (which >= 0) counts[which] += 1;
    });
    counts.forEach((number, k) => {
      find('legend').tBodies[0].rows[k].cells[2 + panels.indexOf(panel)].textContent = number;
    });
    const summary = data.marks.map(([label], k) => label + ' ' + counts[k]);
    panel.dots.setAttribute('aria-label', fill(text.drawing, {
      title: side.title, month: monthName(month), states: summary.join(', '),
    }));
    panel.curves.setAttribute('aria-label', panel.numbers.textContent);
  }

  function detail() {
    find('detail').hidden = chosen < 0;
    if (chosen < 0) return;
    const o = organizations[chosen];
    find('who').textContent = o.name || data.kinds[o.kind] + ' · ' + data.types[o.type];
    find('place').textContent = fill(text.where, {
      district: data.districts[o.district], industry: data.industries[o.industry],
    }) + (o.name ? ' · ' + data.kinds[o.kind] + ' · ' + data.types[o.type] : '');
    find('identity').textContent = fill(text.identity, {identity: o.id});
    const list = find('stands');
    list.textContent = '';
    panels.forEach(panel => {
      const side = data.sides[panel.side];
      const name = document.createElement('dt'), state = document.createElement('dd');
      const pair = document.createElement('div');
      name.textContent = side.title;
      state.textContent = said(side.states[o.index][month]);
      pair.append(name, state);
      list.append(pair);
    });
    find('detail').dataset.organization = o.id;
  }

  function show(to) {
    month = Math.max(0, Math.min(data.months, to));
    find('month').value = month;
    find('month').setAttribute('aria-valuetext', monthName(month));
    find('when').textContent = monthName(month);
    document.body.dataset.month = month;
    panels.forEach(panel => { drawDots(panel); drawCurves(panel); tell(panel); });
    detail();
  }
  function pause() {
    clearInterval(playing); playing = null;
    find('play').textContent = text.play;
  }
  function play() {
    if (month === data.months) show(0);
    find('play').textContent = text.pause;
    playing = setInterval(() => {
      show(month + 1);
      if (month === data.months) pause();
    }, 1000 / find('speed').value);
  }
  const toggle = () => playing === null ? play() : pause();
  const step = by => { pause(); show(month + by); };
  function choose(index) {
    chosen = index;
    panels.forEach(drawDots);
    detail();
  }

  find('month').max = data.months;
  find('month').addEventListener('input', event => { pause(); show(Number(event.target.value)); });
  find('play').addEventListener('click', toggle);
  find('back').addEventListener('click', () => step(-1));
  find('forward').addEventListener('click', () => step(1));
  find('speed').addEventListener('change', () => { if (playing !== null) { pause(); play(); } });
  if (still) find('speed').value = 1;
  if (find('alternative')) {
    find('alternative').addEventListener('change', event => {
      panels[1].side = Number(event.target.value);
      show(month);
    });
  }
  find('close').addEventListener('click', () => choose(-1));
  // Those that are there in this month, on either side; in the order of the cells.
  function there(index) { return panels.some(panel => markOf(panel.side, index, month) >= 0); }
  const order = organizations.map(o => o.index).sort((a, b) => {
    const [one, other] = [organizations[a], organizations[b]];
    return one.district - other.district || one.industry - other.industry
      || one.spot - other.spot || a - b;
  });
  function turn(by) {
    const present = order.filter(there);
    const at = present.indexOf(chosen);
    choose(present[(at + by + present.length) % present.length]);
  }
  find('next').addEventListener('click', () => turn(1));
  find('previous').addEventListener('click', () => turn(-1));
  panels.forEach(panel => panel.dots.addEventListener('click', event => {
    const box = panel.dots.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let best = -1, least = 22;
    organizations.forEach(o => {
      const which = markOf(panel.side, o.index, month);
      if (which < 0 || which === GONE && replaced(panel.side, o)) return;
      const [u, v] = panel.layout.spots[o.index];
      const distance = Math.hypot(u - x, v - y);
      if (distance < least) { least = distance; best = o.index; }
    });
    choose(best);
  }));
  document.addEventListener('keydown', event => {
    const tag = event.target.tagName;
    if (event.ctrlKey || event.metaKey || event.altKey || tag === 'SELECT') return;
    if (event.key === 'Escape') { choose(-1); return; }
    if (event.key === ' ' && tag !== 'BUTTON' && tag !== 'SUMMARY') toggle();
    else if (tag === 'INPUT') return; // the slider has these keys itself
    else if (event.key === 'ArrowRight') step(1);
    else if (event.key === 'ArrowLeft') step(-1);
    else if (event.key === 'Home') step(-month);
    else if (event.key === 'End') step(data.months - month);
    else return;
    event.preventDefault();
  });
  document.querySelectorAll('.mark').forEach((element, k) => {
    draw(canvas(element, 20, 20), k, 10, 10, 8);
  });
  let width = 0;
  window.addEventListener('resize', () => {
    if (document.body.clientWidth !== width) { width = document.body.clientWidth; show(month); }
  });
  show(0);
  if (document.fonts) document.fonts.ready.then(() => show(month));
}());
