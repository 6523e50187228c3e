// Three slices through a head, one along each axis, moved by sliders, the wheel, or a click into another slice.
(async () => {
  'use strict';
  const viewer = document.getElementById('viewer');
  const [nx, ny, nz] = viewer.dataset.size.split(' ').map(Number);
  const [tooMuch, missed] = viewer.dataset.colours.split(' ')
    .map((hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  const places = viewer.dataset.places.split(' ').map(Number); // three rows of four: from (x, y, z) to millimetres, RAS+
  const right = [120, 190, 150];
  const shown = document.getElementById('viewer-shown');

  const unpack = async (id) => {
    const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
    const bytes = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(bytes).arrayBuffer());
  };
  const scan = await unpack('viewer-scan');
  const masks = await unpack('viewer-masks');

  // A view turns (column, row, slice) into (x, y, z) of the volume: x to the right, y to the back, z up.
  const views = [
    { name: 'sagittal', width: ny, height: nz, place: (c, r, s) => [s, ny - 1 - c, nz - 1 - r] },
    { name: 'coronal', width: nx, height: nz, place: (c, r, s) => [c, ny - 1 - s, nz - 1 - r] },
    { name: 'axial', width: nx, height: ny, place: (c, r, s) => [c, r, s] },
  ];

  const mix = (grey, colour, share) => colour.map((part) => grey + share * (part - grey));

  // Right brain is tinted, wrong voxels are coloured; with the true mask alone all of it is right.
  const colour = (at) => {
    const grey = scan[at];
    const bit = Number(shown.value);
    const there = masks[at] & 1;
    const found = masks[at] & bit;
    if (bit === 0 || !(there || found)) return [grey, grey, grey];
    if (there && found) return mix(grey, right, 0.25);
    return mix(grey, found ? tooMuch : missed, 0.75);
  };

  const draw = (view) => {
    const pixels = view.context.createImageData(view.width, view.height);
    const slice = Number(view.slider.value);
    for (let r = 0, to = 0; r < view.height; r++) {
      for (let c = 0; c < view.width; c++, to += 4) {
        const [x, y, z] = view.place(c, r, slice);
        pixels.data.set(colour(x + nx * (y + ny * z)), to);
        pixels.data[to + 3] = 255;
      }
    }
    view.context.putImageData(pixels, 0, 0);
    view.number.textContent = ': ' + (slice + 1) + ' of ' + (Number(view.slider.max) + 1);
    view.slider.setAttribute('aria-valuetext', (slice + 1) + ' of ' + (Number(view.slider.max) + 1));
  };

  // The lines of each view lie where the two other views are cut.
  const cross = () => {
    const [x, fromBack, z] = views.map((view) => Number(view.slider.value));
    const y = ny - 1 - fromBack;
    const columns = [fromBack, x, x];
    const rows = [nz - 1 - z, nz - 1 - z, y];
    views.forEach((view, i) => {
      view.upright.style.left = 100 * (columns[i] + 0.5) / view.width + '%';
      view.level.style.top = 100 * (rows[i] + 0.5) / view.height + '%';
    });
    document.getElementById('viewer-place').textContent = ['RL', 'AP', 'SI'].map(([positive, negative], r) => {
      const at = places[4 * r] * x + places[4 * r + 1] * y + places[4 * r + 2] * z + places[4 * r + 3];
      return Math.abs(at).toFixed(1) + ' mm ' + (at < 0 ? negative : positive);
    }).join(', ');
  };

  const redraw = (view) => {
    draw(view);
    cross();
  };

  for (const view of views) {
    const canvas = document.getElementById('viewer-' + view.name);
    canvas.width = view.width;
    canvas.height = view.height;
    view.context = canvas.getContext('2d');
    view.slider = document.getElementById('viewer-' + view.name + '-slice');
    view.number = document.querySelector('label[for=viewer-' + view.name + '-slice] .number');
    [view.upright, view.level] = canvas.parentElement.querySelectorAll('.cross');
    view.slider.addEventListener('input', () => redraw(view));
    canvas.addEventListener('wheel', (event) => {
      event.preventDefault();
      view.slider.value = Number(view.slider.value) - Math.sign(event.deltaY);
      redraw(view);
    }, { passive: false });
    canvas.addEventListener('click', (event) => {
      const frame = canvas.getBoundingClientRect();
      const c = Math.floor((event.clientX - frame.left) / frame.width * view.width);
      const r = Math.floor((event.clientY - frame.top) / frame.height * view.height);
      const [x, y, z] = view.place(c, r, Number(view.slider.value));
      [x, ny - 1 - y, z].forEach((slice, i) => { views[i].slider.value = slice; });
      views.forEach(redraw);
    });
  }
  shown.addEventListener('change', () => views.forEach(draw));
  shown.selectedIndex = Math.min(2, shown.options.length - 1);
  views.forEach(redraw);
  viewer.dataset.ready = 'yes';
})();
