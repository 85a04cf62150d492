package io.vidette;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** The arrows between the modules as docs/architecture.md draws them; all others are forbidden. */
@AnalyzeClasses(packages = "io.vidette", importOptions = ModuleBoundariesTest.ProductOnly.class)
final class ModuleBoundariesTest {
    /** Tests may lean on more, and those of ingest come as a jar. */
    static final class ProductOnly implements ImportOption {
        private final ImportOption noTests = new DoNotIncludeTests();

        @Override
        public boolean includes(Location location) {
            return noTests.includes(location) && !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule MODULES_USE_ONLY_WHAT_THEY_MAY = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.vidette..")
            .layer("topology")
            .definedBy("io.vidette.topology..")
            .optionalLayer("ingest")
            .definedBy("io.vidette.ingest..")
            .optionalLayer("detector")
            .definedBy("io.vidette.detector..")
            .optionalLayer("trainer")
            .definedBy("io.vidette.trainer..")
            .layer("deploy")
            .definedBy("io.vidette.deploy..")
            .whereLayer("topology")
            .mayNotAccessAnyLayer()
            .whereLayer("ingest")
            .mayOnlyAccessLayers("topology")
            .whereLayer("detector")
            .mayOnlyAccessLayers("topology")
            .whereLayer("trainer")
            .mayOnlyAccessLayers("topology", "detector")
            .whereLayer("deploy")
            .mayOnlyAccessLayers("topology", "ingest", "detector", "trainer")
            .because("a module that knows less can be read, tested and replaced by itself");

    @ArchTest
    static final ArchRule EVERY_CLASS_BELONGS_TO_A_MODULE = classes()
            .should()
            .resideInAnyPackage(
                    "io.vidette.topology..",
                    "io.vidette.ingest..",
                    "io.vidette.detector..",
                    "io.vidette.trainer..",
                    "io.vidette.deploy..");

    @ArchTest
    static final ArchRule PACKAGES_OF_A_MODULE_FORM_NO_CYCLE =
            slices().matching("io.vidette.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule VIDEO_AND_TENSORS_STAY_OUT_OF_THE_TOPOLOGY = noClasses()
            .that()
            .resideInAPackage("io.vidette.topology..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "org.bytedeco..")
            .because("the processors between the topics are tested without native libraries");

    @ArchTest
    static final ArchRule ONE_PACKAGE_CREATES_THE_KAFKA_CLIENTS = noClasses()
            .that()
            .resideOutsideOfPackage("io.vidette.topology.client..")
            .and()
            .haveSimpleNameNotEndingWith("StreamsClients")
            .and()
            .haveSimpleNameNotEndingWith("GatedConsumer")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(KafkaConsumer.class, KafkaProducer.class)
            .orShould()
            .callMethod(Admin.class, "create", Map.class)
            .because("security and time limits are set in one place; Kafka Streams hands the configuration of its own"
                    + " clients to StreamsClients");
}
