package io.postern.system;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.postern.contract.Topics;
import io.postern.system.gateway.Gateway;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan of the house, held against what the compiler made of all modules. */
@Order(1)
class ArchitectureTest {

    private static final String INCOMING = "org.eclipse.microprofile.reactive.messaging.Incoming";
    private static final String[] SERVICES = {
        "io.postern.ingress..",
        "io.postern.rbl..",
        "io.postern.address..",
        "io.postern.greylist..",
        "io.postern.content..",
        "io.postern.antispam..",
        "io.postern.av..",
        "io.postern.delivery.."
    };

    private static JavaClasses all;

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> modules = Files.walk(Gateway.checkout(), 2)) {
            List<Path> compiled = modules.map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
            all = new ClassFileImporter().importPaths(compiled);
        }
        assertThat(all).as("the modules are built").hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.postern.ingress..",
                "io.postern.rbl..",
                "io.postern.address..",
                "io.postern.greylist..",
                "io.postern.greylist..",
                "io.postern.content..",
                "io.postern.antispam..",
                "io.postern.antispam..",
                "io.postern.av..",
                "io.postern.av..",
                "io.postern.delivery.."
            })
    void serviceKnowsNoOther(String service) {
        noClasses()
                .that()
                .resideInAPackage(service)
                .should()
                .dependOnClassesThat(resideInAnyPackage(SERVICES).and(not(resideInAPackage(service))))
                .check(all);
    }

    @Test
    void onlyChecksKnowTheKit() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.postern.ingress..",
                        "io.postern.delivery..",
                        "io.postern.contract..",
                        "io.postern.tracing..",
                        "io.postern.topics..",
                        "io.postern.local..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.postern.check..")
                .check(all);
    }

    @Test
    void contractDependsOnNoFramework() {
        noClasses()
                .that()
                .resideInAPackage("io.postern.contract..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..", "io.smallrye..", "io.vertx..", "jakarta..", "org.eclipse.microprofile..")
                .check(all);
    }

    @Test
    void whatServicesShareKnowsNone() {
        noClasses()
                .that()
                .resideInAnyPackage("io.postern.contract..", "io.postern.tracing..", "io.postern.check..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES)
                .check(all);
    }

    /** The state machine and the policy are pure: nothing of the wire, no container, no clock of their own. */
    @Test
    void protocolAndPolicyAreWithoutInputAndOutput() {
        noClasses()
                .that()
                .resideInAnyPackage("io.postern.ingress.session..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "io.vertx..",
                        "io.quarkus..",
                        "jakarta..",
                        "java.nio.file..",
                        "java.net.http..")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(all);
    }

    /** Arrows run from the adapter to the logic, never back. */
    @Test
    void nobodyDependsOnAConsumerOfATopic() {
        classes()
                .that(not(resideInAPackage("io.postern.check..")))
                .should(notDependOnAConsumer())
                .check(all);
    }

    @Test
    void channelIsNamedAsItsTopic() {
        Set<String> topics = topics();
        methods()
                .that()
                .areAnnotatedWith(INCOMING)
                .should(ArchCondition.from(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "take their channel from the topics",
                        (JavaMethod method) -> topics.contains(String.valueOf(method.getAnnotationOfType(INCOMING)
                                .get("value")
                                .orElse(""))))))
                .check(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.postern.ingress",
                "io.postern.rbl",
                "io.postern.address",
                "io.postern.content",
                "io.postern.delivery",
                "io.postern.check",
                "io.postern.local"
            })
    void packagesHaveNoCycles(String root) {
        slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(all);
    }

    @Test
    void namesAreOfTheField() {
        classes()
                .that()
                .resideInAPackage("io.postern..")
                .should()
                .haveNameNotMatching(".*\\.(?:(?:Abstract|Base)[A-Z]\\w*|\\w*(?:Impl|Manager|Helper|Util|Utils|DTO))")
                .check(all);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        noFields().should().beAnnotatedWith("jakarta.inject.Inject").check(all);
    }

    @Test
    void nothingStaticIsMutable() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(are(resideInAPackage("io.postern..")))
                .should()
                .beFinal()
                .check(all);
    }

    private static ArchCondition<JavaClass> notDependOnAConsumer() {
        return new ArchCondition<>("not depend on a class that consumes a topic") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                item.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> !dependency.getTargetClass().equals(item))
                        .filter(dependency -> dependency.getTargetClass().getMethods().stream()
                                .anyMatch(method -> method.isAnnotatedWith(INCOMING)))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(item, dependency.getDescription())));
            }
        };
    }

    private static Set<String> topics() {
        Set<String> topics = new HashSet<>();
        for (Field field : Topics.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                try {
                    topics.add(String.valueOf(field.get(null)));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return topics;
    }
}
