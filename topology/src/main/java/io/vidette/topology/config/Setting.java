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

    /** The values allowed, for the reference page, such as {@code 1..256}. The record's constructor enforces them. */
    String range() default "";

    /** What the key does and why the default is what it is. */
    String why();
}
