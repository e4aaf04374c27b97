// Draws what is on the canvas. Smoothing is for the eye only: the networks get the points themselves.

const BRUSH = 0.064; // of the drawing's shorter edge

// One canvas element, kept as sharp as the screen is.
function makeInk(paper) {
  const context = paper.getContext('2d');

  function size() {
    return { width: paper.clientWidth, height: paper.clientHeight };
  }

  // How a drawing of some size lies on the paper: as large as fits, centred.
  function placement(drawing) {
    const { width, height } = size();
    const scale = Math.min(width / drawing.width, height / drawing.height) || 1;
    return { scale, x: (width - drawing.width * scale) / 2, y: (height - drawing.height * scale) / 2 };
  }

  // Where a pointer is, in the drawing's own coordinates, rounded to a tenth of a pixel.
  function point(event, drawing) {
    const box = paper.getBoundingClientRect();
    const { scale, x, y } = placement(drawing);
    const tenth = (value) => Math.round(value * 10) / 10;
    return [
      tenth((event.clientX - box.left - x) / scale),
      tenth((event.clientY - box.top - y) / scale),
    ];
  }

  function paint(drawing, cursor) {
    const { width, height } = size();
    const density = window.devicePixelRatio || 1;
    paper.width = Math.round(width * density); // also wipes it
    paper.height = Math.round(height * density);
    const { scale, x, y } = placement(drawing);
    context.setTransform(density * scale, 0, 0, density * scale, density * x, density * y);
    if (drawing.image) paintPicture(drawing);
    const colours = getComputedStyle(paper);
    context.strokeStyle = context.fillStyle = colours.color;
    context.lineWidth = BRUSH * Math.min(drawing.width, drawing.height);
    context.lineCap = context.lineJoin = 'round';
    for (const stroke of drawing.strokes) paintStroke(stroke);
    if (cursor) paintCursor(cursor, colours.getPropertyValue('--cursor-colour') || colours.color);
  }

  // A dot, or a curve that passes through the middle between each two points.
  function paintStroke(stroke) {
    if (!stroke.length) return;
    context.beginPath();
    context.moveTo(...stroke[0]);
    for (let i = 1; i < stroke.length - 1; i += 1) {
      const [x, y] = stroke[i];
      context.quadraticCurveTo(x, y, (x + stroke[i + 1][0]) / 2, (y + stroke[i + 1][1]) / 2);
    }
    context.lineTo(...stroke.at(-1));
    context.stroke();
  }

  function paintPicture({ image, width, height }) {
    const scale = Math.min(width / image.naturalWidth, height / image.naturalHeight);
    const [w, h] = [image.naturalWidth * scale, image.naturalHeight * scale];
    context.imageSmoothingEnabled = scale < 2; // a tiny picture shows its pixels
    context.drawImage(image, (width - w) / 2, (height - h) / 2, w, h);
  }

  function paintCursor({ x, y, down }, colour) {
    context.save();
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, 9, 0, 2 * Math.PI);
    if (down) context.fill();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + 9 * dx, y + 9 * dy);
      context.lineTo(x + 16 * dx, y + 16 * dy);
    }
    context.stroke();
    context.restore();
  }

  return { size, point, paint };
}

// The path data of strokes for an SVG, one subpath per stroke.
function svgPath(strokes) {
  return strokes.map((stroke) => `M${stroke.map((point) => point.join(' ')).join('L')}`).join('');
}
