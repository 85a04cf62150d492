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
     * The values allowed. These forms are enforced as they stand: {@code 1..256}, {@code 10ms..} (without an upper end),
     * {@code 0, or 32..4096} (a single value beside them) and {@code above 0, up to 10}. After a comma a further condition
     * may follow; it, and any other text, is prose that the record's constructor enforces. The reader checks the values that
     * it reads, and the constructor checks all of them with {@link Settings#check}.
     */
    String range() default "";

    /** The name that the key had before, in the same section; its use is an error that names the new key. */
    String formerly() default "";

    /** What the key does and why the default is what it is. */
    String why();
}
