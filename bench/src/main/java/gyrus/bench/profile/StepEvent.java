package gyrus.bench.profile;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The event that Java's Flight Recorder keeps of one step: its start and its end. */
@Name(StepEvent.NAME)
@Label("Step")
@Category("Gyrus")
@StackTrace(false)
final class StepEvent extends Event {

    static final String NAME = "gyrus.Step";
}
