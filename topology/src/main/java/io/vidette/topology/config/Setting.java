package io.vidette.topology.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one key of the configuration: a component of a configuration record. The reader takes the default from here,
 * and the reference page is generated from it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** The default, in the form it would have in the YAML file; empty for an absent {@code Optional}. */
    String value();

    /**
     * The values allowed, such as {@code 1..256}, {@code 10ms..} or prose. The reader enforces the first two forms; the
     * record's constructor enforces everything, for it can be called without the reader.
     */
    String range() default "";

    /** What the key does and why the default is what it is. */
    String why();
}
