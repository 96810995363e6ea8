import { draggable, dropTargetForElements, monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { disableNativeDragPreview } from "@atlaskit/pragmatic-drag-and-drop/element/disable-native-drag-preview";

import type { Landing, Target } from "./drop";

type Attach = (node: HTMLElement) => () => void;

/** A card being dragged: which ideas, where the pointer is and where they would land. */
export class Drag {
  ids: readonly string[] | null = $state.raw(null);
  landing: Landing | null = $state.raw(null);
  target: Target | null = $state.raw(null);
  x = $state(0);
  y = $state(0);

  /** To where the pointer is. */
  follow({ clientX, clientY }: { clientX: number; clientY: number }): void {
    this.x = clientX;
    this.y = clientY;
  }

  isOver(target: Target): boolean {
    return this.target?.kind === target.kind && this.target.id === target.id;
  }
}

/** Makes an element a card that can be dragged. `ids` says which ideas come along. */
export function card(ids: () => readonly string[]): Attach {
  return (element) =>
    draggable({
      element,
      getInitialData: () => ({ ideas: ids() }),
      // A card of our own follows the pointer, since it has to say where it will land.
      onGenerateDragPreview: ({ nativeSetDragImage }) => disableNativeDragPreview({ nativeSetDragImage }),
    });
}

/** Makes an element a place to let go over. */
export function place(target: () => Target): Attach {
  return (element) => dropTargetForElements({ element, getData: () => ({ target: target() }) });
}

interface Handlers {
  land: (ids: readonly string[], target: Target) => Landing | null;
  drop: (ids: readonly string[], landing: Landing) => void;
}

/** Follows every drag on the page. The answer ends it. */
export function follow(drag: Drag, { land, drop }: Handlers): () => void {
  return monitorForElements({
    canMonitor: ({ source }) => Array.isArray(source.data["ideas"]),
    onDragStart: ({ source, location }) => {
      // Before the first `onDrag`, which waits for a frame: the card is not to be seen where the last one was let go.
      drag.follow(location.current.input);
      drag.ids = source.data["ideas"] as string[];
    },
    onDrag: ({ location }) => drag.follow(location.current.input),
    onDropTargetChange: ({ location }) => {
      drag.follow(location.current.input);
      drag.target = innermost(location.current.dropTargets);
      drag.landing = drag.ids && drag.target && land(drag.ids, drag.target);
    },
    onDrop: ({ location }) => {
      const target = innermost(location.current.dropTargets);
      const landing = drag.ids && target && land(drag.ids, target);
      if (drag.ids && landing) drop(drag.ids, landing);
      drag.ids = drag.landing = drag.target = null;
    },
  });
}

function innermost(targets: { data: Record<string | symbol, unknown> }[]): Target | null {
  return (targets[0]?.data["target"] as Target | undefined) ?? null;
}
