package gyrus.app.imaging.bids;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The use of a scan, as the column {@code role} of {@code participants.tsv} states it. */
public enum Role {
    /** One of the small training set, which is a part of the large one. */
    TRAIN4,
    /** One that only the large training set has. */
    TRAIN8,
    /** Networks are compared on it while they train; none learns from it. */
    VALIDATION,
    /** Networks are judged by it; none learns from it. */
    TEST,
    /** None of these. */
    EXTRA;

    /** Returns the role that a cell names, which is in lower case. */
    static Optional<Role> named(String cell) {
        return Arrays.stream(values()).filter(role -> role.toString().equals(cell)).findFirst();
    }

    /** Lists the names of all roles, for people. */
    static String names() {
        return Arrays.stream(values()).map(Role::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
