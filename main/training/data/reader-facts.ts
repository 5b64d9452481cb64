// The scene graph as classes for the throw-away readers: single choices (place, time, style, main character) and a multi-hot rest (every
// character, every prop). The lists come from the data and are part of a run's configuration. Not the heads (graphs/training).
import type { Picture, SceneFacts } from './world-records';

export interface ReaderClasses {
  readonly places: readonly string[];
  readonly times: readonly string[];
  readonly styles: readonly string[];
  readonly characters: readonly string[];
  readonly props: readonly string[];
}

const PLAIN = 'flat';

/** Every class that occurs in the graphs, sorted. */
export function readerClassesFrom(pictures: readonly Picture[]): ReaderClasses {
  const graphs = pictures.flatMap(({ graph }) => graph ?? []);
  const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort();
  return {
    places: sorted(graphs.map(({ place }) => place)),
    times: sorted(graphs.map(({ time }) => time)),
    styles: sorted(graphs.map(({ style }) => style ?? PLAIN)),
    characters: sorted(graphs.flatMap(({ characters }) => characters.map(({ id }) => id))),
    props: sorted(graphs.flatMap(({ props }) => props.map(({ id }) => id))),
  };
}

/** Class counts of the heads. */
export function readerSizesFrom({ places, times, styles, characters, props }: ReaderClasses): {
  single: number[];
  several: number;
} {
  return {
    single: [places.length, times.length, styles.length, characters.length],
    several: characters.length + props.length,
  };
}

/** Classes of one graph, or undefined where it holds something that the lists do not. */
export function readerFactsFrom(
  classes: ReaderClasses,
  graph: SceneFacts | undefined,
): { readonly single: readonly number[]; readonly several: readonly number[] } | undefined {
  const main = graph?.characters.find(({ role }) => role === 'main') ?? graph?.characters[0];
  if (graph === undefined || main === undefined) return undefined;
  const single = [
    classes.places.indexOf(graph.place),
    classes.times.indexOf(graph.time),
    classes.styles.indexOf(graph.style ?? PLAIN),
    classes.characters.indexOf(main.id),
  ];
  const several = [
    ...graph.characters.map(({ id }) => classes.characters.indexOf(id)),
    ...graph.props.map(({ id }) => {
      const index = classes.props.indexOf(id);
      return index < 0 ? -1 : classes.characters.length + index;
    }),
  ];
  return [...single, ...several].includes(-1) ? undefined : { single, several };
}
