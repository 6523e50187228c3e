package gyrus.app.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Facts that the build wrote into this program: its version, the commit of its source, and the JDK that it needs. */
public final class Build {

    private static final String RESOURCE = "build.properties";

    private Build() {}

    /** Returns the program's version, such as 1.2.3. */
    public static String version() {
        return fact("version");
    }

    /** Returns the commit that the program was built from; "unknown" where the build did not know one. */
    public static String commit() {
        return fact("commit");
    }

    /** Returns the earliest version of Java on which the program runs correctly; later updates of that release are fine, too. */
    public static Runtime.Version leastJdk() {
        return Runtime.Version.parse(fact("jdk.least"));
    }

    private static String fact(String key) {
        Properties facts = new Properties();
        try (InputStream stream = Build.class.getResourceAsStream(RESOURCE)) {
            facts.load(stream);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return facts.getProperty(key);
    }
}
