/** Tells listeners of what happens. */
export interface Announcer<Value> {
  announce(value: Value): void;
  /**
   * Adds a listener; it hears what is announced from then on.
   *
   * @returns ends the subscription, at once
   */
  subscribe(listener: (value: Value) => void): () => void;
}

interface Subscription<Value> {
  readonly listener: (value: Value) => void;
  isActive: boolean;
}

/** Makes an announcer. A listener that throws hears nothing more, and a warning of the process says so; others hear on. */
export function createAnnouncer<Value>(): Announcer<Value> {
  // Replaced, never changed: a round of announcing goes on over those that there were when it began.
  let subscriptions: readonly Subscription<Value>[] = [];

  function end(subscription: Subscription<Value>): void {
    subscription.isActive = false;
    subscriptions = subscriptions.filter((one) => one !== subscription);
  }

  return {
    announce(value) {
      for (const subscription of subscriptions) {
        if (!subscription.isActive) continue;
        try {
          subscription.listener(value);
        } catch (error) {
          end(subscription);
          process.emitWarning(`a listener threw and hears nothing more: ${String(error)}`);
        }
      }
    },
    subscribe(listener) {
      const subscription = { listener, isActive: true };
      subscriptions = [...subscriptions, subscription];
      return () => end(subscription);
    },
  };
}
