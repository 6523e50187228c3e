package gyrus.app.command;

import gyrus.app.factor.ArmConfig;
import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import java.util.List;
import picocli.CommandLine.Option;

/** The arms that a command compares. */
final class ArmOptions {

    @Option(names = "--arm", paramLabel = "NAME[:KEY=VALUE,...]",
            description = "a network to compare, and the keys in which it differs; may be repeated;"
                    + " default: pre-trained, and not pre-trained:pretraining=none")
    private List<String> arms = List.of();

    /** Returns the arms that were given; an empty list keeps those of the configuration. */
    List<ArmConfig> given() {
        try {
            return arms.stream().map(ArmConfig::parse).toList();
        } catch (UserError refused) {
            throw new UsageError("--arm: " + refused.getMessage());
        }
    }
}
