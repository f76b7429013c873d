/** When the window itself fails: the ceremony is not in the window, so nothing is lost; this says so and draws it afresh. */
import { Component } from 'react';
import type { ReactNode } from 'react';
import '../home/outside.css';
import '../../parts/panels.css';

interface State {
  readonly failed: boolean;
}

export class FatalBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="outside-main">
        <div className="outside-body">
          <h1>The screen could not be drawn</h1>
          <p className="lead">The ceremony is safe: every entry is on the disk, and nothing was done by this fault. The HSM, the cards and the sheets are as they were.</p>
          <p className="lead">Draw the screen again. If this page comes back, record the time, close Keyrite and open the ceremony again; it goes on at the same step.</p>
          <p>
            <button type="button" className="primary" onClick={() => location.reload()}>
              Draw the screen again
            </button>
          </p>
          <p className="mono small quiet">window.draw-failed</p>
        </div>
      </main>
    );
  }
}
