/** Texts that deflint makes, shown in editors that cannot be typed into. */
import { type Disposable, EventEmitter, Uri, workspace } from "vscode";

const SCHEME = "deflint";
/** More than anybody has open at once. */
const KEPT = 50;

const texts = new Map<string, string>();
const changes = new EventEmitter<Uri>();

export const documents = {
  register(): Disposable {
    return workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changes.event,
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? "",
    });
  },

  /** Holds a text under a name, which its ending gives a language; `topic` keeps apart what has the same name. */
  hold(topic: string, name: string, text: string): Uri {
    const uri = Uri.from({ scheme: SCHEME, path: `/${name}`, query: topic });
    const key = uri.toString();
    texts.delete(key);
    texts.set(key, text);
    for (const oldest of [...texts.keys()].slice(0, Math.max(0, texts.size - KEPT))) texts.delete(oldest);
    changes.fire(uri);
    return uri;
  },
};
