// A stand-in picture: a simple landscape from a text and a seed, blurrier while "clarity" is below 1. Not the model's work.
const hash = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);

export async function paintScene(text: string, seed: number, clarity: number): Promise<Uint8Array> {
  const size = 256;
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  const h = hash(text) + seed * 7919;
  const night = /night|dark|rain/.test(text);
  const sky = context.createLinearGradient(0, 0, 0, 170);
  sky.addColorStop(0, night ? '#182747' : `hsl(${200 + (h % 30)} 60% 72%)`);
  sky.addColorStop(1, night ? '#5a5a86' : `hsl(${30 + (h % 20)} 85% 80%)`);
  if (clarity < 1) context.filter = `blur(${Math.round((1 - clarity) * 22)}px)`;
  context.fillStyle = sky;
  context.fillRect(-40, -40, size + 80, size + 80);
  context.fillStyle = night ? '#f6e8b8' : '#fff3c9';
  context.beginPath();
  context.arc(60 + (h % 130), 50 + (h % 30), 20, 0, 7);
  context.fill();
  for (const [index, y] of [140, 168, 200].entries()) {
    context.fillStyle = night
      ? `hsl(${225 - index * 14} 34% ${30 - index * 6}%)`
      : `hsl(${120 + index * 14} 32% ${64 - index * 12}%)`;
    context.beginPath();
    context.moveTo(-40, size + 40);
    for (let x = -40; x <= size + 40; x += 8)
      context.lineTo(x, y + 14 * Math.sin((x + h * (index + 1)) / (34 + index * 12)));
    context.lineTo(size + 40, size + 40);
    context.fill();
  }
  const x = 110 + (h % 60);
  context.fillStyle = '#d9702f';
  context.beginPath();
  context.ellipse(x, 205, 24, 30, 0, 0, 7);
  context.arc(x, 166, 19, 0, 7);
  context.fill();
  context.beginPath();
  context.moveTo(x - 19, 164);
  context.lineTo(x - 14, 138);
  context.lineTo(x - 3, 152);
  context.moveTo(x + 19, 164);
  context.lineTo(x + 14, 138);
  context.lineTo(x + 3, 152);
  context.fill();
  context.fillStyle = '#fff6ea';
  context.beginPath();
  context.ellipse(x, 174, 9, 7, 0, 0, 7);
  context.fill();
  context.fillStyle = '#ffd76a';
  context.fillRect(x + 30, 190, 12, 16);
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}
