from pkgutil import extend_path
__path__ = extend_path(__path__, __name__)

import abc
import builtins
import datetime
import enum
import typing

import jsii
import publication
import typing_extensions

import typeguard
from importlib.metadata import version as _metadata_package_version
TYPEGUARD_MAJOR_VERSION = int(_metadata_package_version('typeguard').split('.')[0])

def check_type(argname: str, value: object, expected_type: typing.Any) -> typing.Any:
    if TYPEGUARD_MAJOR_VERSION <= 2:
        return typeguard.check_type(argname=argname, value=value, expected_type=expected_type) # type:ignore
    else:
        if isinstance(value, jsii._reference_map.InterfaceDynamicProxy): # pyright: ignore [reportAttributeAccessIssue]
           pass
        else:
            if TYPEGUARD_MAJOR_VERSION == 3:
                typeguard.config.collection_check_strategy = typeguard.CollectionCheckStrategy.ALL_ITEMS # type:ignore
                typeguard.check_type(value=value, expected_type=expected_type) # type:ignore
            else:
                typeguard.check_type(value=value, expected_type=expected_type, collection_check_strategy=typeguard.CollectionCheckStrategy.ALL_ITEMS) # type:ignore

from ._jsii import *

import cdktf as _cdktf_9a9027ec
import constructs as _constructs_77d1e7e8


class AzureHotReader(
    _cdktf_9a9027ec.TerraformModule,
    metaclass=jsii.JSIIMeta,
    jsii_type="azure-hot-reader.AzureHotReader",
):
    '''Defines an AzureHotReader based on a Terraform module.

    Source at ./modules/azure-hot-reader
    '''

    def __init__(
        self,
        scope: _constructs_77d1e7e8.Construct,
        id: builtins.str,
        *,
        digital_twin_info: builtins.str,
        digital_twin_name: builtins.str,
        hot_reader_package: builtins.str,
        location: builtins.str,
        alarms: typing.Any = None,
        deletion_protection: typing.Optional[builtins.bool] = None,
        existing_hot_store: typing.Any = None,
        future_tolerance_seconds: typing.Optional[jsii.Number] = None,
        instance_concurrency: typing.Optional[jsii.Number] = None,
        last_entry_hours: typing.Optional[jsii.Number] = None,
        last_entry_records: typing.Optional[jsii.Number] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        query_timeout_seconds: typing.Optional[jsii.Number] = None,
        resource_group_name: typing.Optional[builtins.str] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        token_generation: typing.Optional[jsii.Number] = None,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    ) -> None:
        '''
        :param scope: -
        :param id: -
        :param digital_twin_info: The twin's configuration as JSON, given to the functions as DIGITAL_TWIN_INFO. It must contain ``config_providers``.
        :param digital_twin_name: Name of the digital twin. Every resource of the module carries it in its name.
        :param hot_reader_package: Path of the zip with both functions, ``host.json`` at its root and the dependencies under ``.python_packages/lib/site-packages``.
        :param location: Azure region that offers the Flex Consumption plan, for example ``westeurope``.
        :param alarms: Alarms of the reader, and the resource ids of the action groups that they notify. Each alarm has a price. With enabled = false, there are none.
        :param deletion_protection: While true, Terraform destroys nothing of the module and does not replace the store that it created: set it to false and apply before you destroy. It does not stop others from deleting the account. A deleted account can be restored for seven days. true
        :param existing_hot_store: An existing Cosmos DB container (API for NoSQL) to read from. Null creates one. ``records`` is the form of its items, where it is not that of Crosstwin: ``device`` is the path of the partition key (``a.b`` for /a/b), unless ``partition_key`` describes a synthetic one, or each level of a hierarchical one. `Existing hot stores <../../docs/existing-stores.md>`_ explains each.
        :param future_tolerance_seconds: Seconds that a record can be ahead of the reader's clock. A last entry ignores later records, because a wrong clock would otherwise keep its record the newest. 600
        :param instance_concurrency: Requests that one instance answers at the same time, each in a thread. By default, the Flex Consumption plan sends a Python app one at a time, and bills at least one second of an instance for it. Each request can hold an answer of 5 MiB in memory. 8
        :param last_entry_hours: How many hours older than the newest record a value of a last entry can be. 24
        :param last_entry_records: How many records a last entry reads beside the newest one, to find properties that the newest record does not have. More records cost more for a property that is never stored. 20
        :param log_retention_days: Days for which logs and traces are kept. 30
        :param max_concurrency: Largest number of instances that the Function App scales out to. It limits the cost of requests to the public URL. 40
        :param memory_mb: Memory of one instance in MB: 512, 2048 or 4096. 512
        :param query_timeout_seconds: Seconds after which a reader ends a query, or four fifths of timeout_seconds, if this is less: a page of a history with a nextToken, anything else with an error. Keep it below the remote_reader_timeout_seconds of the connectors that query this reader. 8
        :param resource_group_name: An existing resource group for the module's resources. Null creates one.
        :param tags: Tags for every resource that can carry them. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Time limit of a request in seconds, at most 230. 30
        :param token_generation: Generation of the shared token. Raise it by one to rotate: the hot reader then accepts the new token and the one before. 1
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__ade5ba4bb4179b86c3deaa7b30d499a5224ee0c7419544ea5751868aaf5ce819)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        config = AzureHotReaderConfig(
            digital_twin_info=digital_twin_info,
            digital_twin_name=digital_twin_name,
            hot_reader_package=hot_reader_package,
            location=location,
            alarms=alarms,
            deletion_protection=deletion_protection,
            existing_hot_store=existing_hot_store,
            future_tolerance_seconds=future_tolerance_seconds,
            instance_concurrency=instance_concurrency,
            last_entry_hours=last_entry_hours,
            last_entry_records=last_entry_records,
            log_retention_days=log_retention_days,
            max_concurrency=max_concurrency,
            memory_mb=memory_mb,
            query_timeout_seconds=query_timeout_seconds,
            resource_group_name=resource_group_name,
            tags=tags,
            timeout_seconds=timeout_seconds,
            token_generation=token_generation,
            depends_on=depends_on,
            for_each=for_each,
            providers=providers,
            skip_asset_creation_from_local_modules=skip_asset_creation_from_local_modules,
        )

        jsii.create(self.__class__, self, [scope, id, config])

    @jsii.member(jsii_name="synthesizeAttributes")
    def _synthesize_attributes(self) -> typing.Mapping[builtins.str, typing.Any]:
        return typing.cast(typing.Mapping[builtins.str, typing.Any], jsii.invoke(self, "synthesizeAttributes", []))

    @jsii.member(jsii_name="synthesizeHclAttributes")
    def _synthesize_hcl_attributes(self) -> typing.Mapping[builtins.str, typing.Any]:
        return typing.cast(typing.Mapping[builtins.str, typing.Any], jsii.invoke(self, "synthesizeHclAttributes", []))

    @builtins.property
    @jsii.member(jsii_name="hotReaderLastEntryUrlOutput")
    def hot_reader_last_entry_url_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderLastEntryUrlOutput"))

    @builtins.property
    @jsii.member(jsii_name="hotReaderUrlOutput")
    def hot_reader_url_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderUrlOutput"))

    @builtins.property
    @jsii.member(jsii_name="hotStoreContainerNameOutput")
    def hot_store_container_name_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotStoreContainerNameOutput"))

    @builtins.property
    @jsii.member(jsii_name="hotStoreDatabaseNameOutput")
    def hot_store_database_name_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotStoreDatabaseNameOutput"))

    @builtins.property
    @jsii.member(jsii_name="hotStoreEndpointOutput")
    def hot_store_endpoint_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotStoreEndpointOutput"))

    @builtins.property
    @jsii.member(jsii_name="interCloudTokenOutput")
    def inter_cloud_token_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "interCloudTokenOutput"))

    @builtins.property
    @jsii.member(jsii_name="alarms")
    def alarms(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "alarms"))

    @alarms.setter
    def alarms(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__07af3fe592ac9b369cf2a85cfb6b05dd00da53c1330d37bd96d3f5f6a5ac98e2)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "alarms", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="digitalTwinInfo")
    def digital_twin_info(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinInfo"))

    @digital_twin_info.setter
    def digital_twin_info(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__03505a5ea42c409e87c1ee35b3aacda470b8ff30ad06ec7c3112a5efbaedf596)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinInfo", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="digitalTwinName")
    def digital_twin_name(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinName"))

    @digital_twin_name.setter
    def digital_twin_name(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__0a115b7b872234bb1c5bcbc57dd98026fdd5ce1fe9d717cdb21cbcb58feed570)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinName", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="existingHotStore")
    def existing_hot_store(self) -> typing.Any:
        return typing.cast(typing.Any, jsii.get(self, "existingHotStore"))

    @existing_hot_store.setter
    def existing_hot_store(self, value: typing.Any) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__8522a40bf1bebbadc55c2611f1fcb0dd6bf0b7885968ef398ec17ff574dffa02)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "existingHotStore", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="hotReaderPackage")
    def hot_reader_package(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotReaderPackage"))

    @hot_reader_package.setter
    def hot_reader_package(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__3b3aa5a974645913b5360f753245b2fd47c678254e1ae68ad561195a5397067e)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "hotReaderPackage", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="location")
    def location(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "location"))

    @location.setter
    def location(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__c72c676f12a05263a277fdfbff838dba6eb232050ea6950a89c494fd0c1ce7d2)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "location", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="deletionProtection")
    def deletion_protection(self) -> typing.Optional[builtins.bool]:
        return typing.cast(typing.Optional[builtins.bool], jsii.get(self, "deletionProtection"))

    @deletion_protection.setter
    def deletion_protection(self, value: typing.Optional[builtins.bool]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__846aadb061c72ba387f44937dc569c6bd5b392170c8ecd1355328b57e8107bc4)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "deletionProtection", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="futureToleranceSeconds")
    def future_tolerance_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "futureToleranceSeconds"))

    @future_tolerance_seconds.setter
    def future_tolerance_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__ca5cff8b985af7375296ec9a55681894ecf9df5bcf450d537b982fafd59db254)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "futureToleranceSeconds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="instanceConcurrency")
    def instance_concurrency(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "instanceConcurrency"))

    @instance_concurrency.setter
    def instance_concurrency(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__90e6f2c6af2f356a7d0985c36253ad56d717f91702dd8d0ee323e94c220b2133)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "instanceConcurrency", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="lastEntryHours")
    def last_entry_hours(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "lastEntryHours"))

    @last_entry_hours.setter
    def last_entry_hours(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__336e427b81816a9b9afab59843bcf35efd0bdb2f0bad0916502a4dd17f91d3b8)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "lastEntryHours", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="lastEntryRecords")
    def last_entry_records(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "lastEntryRecords"))

    @last_entry_records.setter
    def last_entry_records(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__73237482057529584994a0a79d37c5464595f3168bde0656d8e0e0233d123935)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "lastEntryRecords", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="logRetentionDays")
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "logRetentionDays"))

    @log_retention_days.setter
    def log_retention_days(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__42e39c54eb564a2e4eafdc607f04f5dd894a86cf1ad11c7969a1b476e35bda76)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "logRetentionDays", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="maxConcurrency")
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "maxConcurrency"))

    @max_concurrency.setter
    def max_concurrency(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__a00885d4e0f62c169c6562d9a279cc7b8a64bbcabb28c97aff533bb265365606)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "maxConcurrency", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="memoryMb")
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "memoryMb"))

    @memory_mb.setter
    def memory_mb(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__08c3108d183d1cc6afe72b7744de7114271f1b153eaaba4ed1ea3be9f1f0e291)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "memoryMb", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="queryTimeoutSeconds")
    def query_timeout_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "queryTimeoutSeconds"))

    @query_timeout_seconds.setter
    def query_timeout_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__e0a0405fff2635bad1c3763435ab1029e34e6929fb927907a3abb6df7169a0d8)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "queryTimeoutSeconds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="resourceGroupName")
    def resource_group_name(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "resourceGroupName"))

    @resource_group_name.setter
    def resource_group_name(self, value: typing.Optional[builtins.str]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__faba643dc5eaf3772dd0ded740ee8204dccd9d758781903e8c335dcae181807d)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "resourceGroupName", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="tags")
    def tags(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], jsii.get(self, "tags"))

    @tags.setter
    def tags(
        self,
        value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
    ) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__91af5ef03c42a8b99cd776f1c912b379c8c7a6a4ae8c422dbcf117bdb2718898)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "tags", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="timeoutSeconds")
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "timeoutSeconds"))

    @timeout_seconds.setter
    def timeout_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__7203b6aae3633898b9011bb84f86d7e344d64db8650b87d2de950f773d57bbb7)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "timeoutSeconds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="tokenGeneration")
    def token_generation(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "tokenGeneration"))

    @token_generation.setter
    def token_generation(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__c16c99ab3866491e7f4e3c84b4b97e8698d15900b20aa991456bc6d492fa9df6)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "tokenGeneration", value) # pyright: ignore[reportArgumentType]


@jsii.data_type(
    jsii_type="azure-hot-reader.AzureHotReaderConfig",
    jsii_struct_bases=[_cdktf_9a9027ec.TerraformModuleUserConfig],
    name_mapping={
        "depends_on": "dependsOn",
        "for_each": "forEach",
        "providers": "providers",
        "skip_asset_creation_from_local_modules": "skipAssetCreationFromLocalModules",
        "digital_twin_info": "digitalTwinInfo",
        "digital_twin_name": "digitalTwinName",
        "hot_reader_package": "hotReaderPackage",
        "location": "location",
        "alarms": "alarms",
        "deletion_protection": "deletionProtection",
        "existing_hot_store": "existingHotStore",
        "future_tolerance_seconds": "futureToleranceSeconds",
        "instance_concurrency": "instanceConcurrency",
        "last_entry_hours": "lastEntryHours",
        "last_entry_records": "lastEntryRecords",
        "log_retention_days": "logRetentionDays",
        "max_concurrency": "maxConcurrency",
        "memory_mb": "memoryMb",
        "query_timeout_seconds": "queryTimeoutSeconds",
        "resource_group_name": "resourceGroupName",
        "tags": "tags",
        "timeout_seconds": "timeoutSeconds",
        "token_generation": "tokenGeneration",
    },
)
class AzureHotReaderConfig(_cdktf_9a9027ec.TerraformModuleUserConfig):
    def __init__(
        self,
        *,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
        digital_twin_info: builtins.str,
        digital_twin_name: builtins.str,
        hot_reader_package: builtins.str,
        location: builtins.str,
        alarms: typing.Any = None,
        deletion_protection: typing.Optional[builtins.bool] = None,
        existing_hot_store: typing.Any = None,
        future_tolerance_seconds: typing.Optional[jsii.Number] = None,
        instance_concurrency: typing.Optional[jsii.Number] = None,
        last_entry_hours: typing.Optional[jsii.Number] = None,
        last_entry_records: typing.Optional[jsii.Number] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        query_timeout_seconds: typing.Optional[jsii.Number] = None,
        resource_group_name: typing.Optional[builtins.str] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        token_generation: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        :param digital_twin_info: The twin's configuration as JSON, given to the functions as DIGITAL_TWIN_INFO. It must contain ``config_providers``.
        :param digital_twin_name: Name of the digital twin. Every resource of the module carries it in its name.
        :param hot_reader_package: Path of the zip with both functions, ``host.json`` at its root and the dependencies under ``.python_packages/lib/site-packages``.
        :param location: Azure region that offers the Flex Consumption plan, for example ``westeurope``.
        :param alarms: Alarms of the reader, and the resource ids of the action groups that they notify. Each alarm has a price. With enabled = false, there are none.
        :param deletion_protection: While true, Terraform destroys nothing of the module and does not replace the store that it created: set it to false and apply before you destroy. It does not stop others from deleting the account. A deleted account can be restored for seven days. true
        :param existing_hot_store: An existing Cosmos DB container (API for NoSQL) to read from. Null creates one. ``records`` is the form of its items, where it is not that of Crosstwin: ``device`` is the path of the partition key (``a.b`` for /a/b), unless ``partition_key`` describes a synthetic one, or each level of a hierarchical one. `Existing hot stores <../../docs/existing-stores.md>`_ explains each.
        :param future_tolerance_seconds: Seconds that a record can be ahead of the reader's clock. A last entry ignores later records, because a wrong clock would otherwise keep its record the newest. 600
        :param instance_concurrency: Requests that one instance answers at the same time, each in a thread. By default, the Flex Consumption plan sends a Python app one at a time, and bills at least one second of an instance for it. Each request can hold an answer of 5 MiB in memory. 8
        :param last_entry_hours: How many hours older than the newest record a value of a last entry can be. 24
        :param last_entry_records: How many records a last entry reads beside the newest one, to find properties that the newest record does not have. More records cost more for a property that is never stored. 20
        :param log_retention_days: Days for which logs and traces are kept. 30
        :param max_concurrency: Largest number of instances that the Function App scales out to. It limits the cost of requests to the public URL. 40
        :param memory_mb: Memory of one instance in MB: 512, 2048 or 4096. 512
        :param query_timeout_seconds: Seconds after which a reader ends a query, or four fifths of timeout_seconds, if this is less: a page of a history with a nextToken, anything else with an error. Keep it below the remote_reader_timeout_seconds of the connectors that query this reader. 8
        :param resource_group_name: An existing resource group for the module's resources. Null creates one.
        :param tags: Tags for every resource that can carry them. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Time limit of a request in seconds, at most 230. 30
        :param token_generation: Generation of the shared token. Raise it by one to rotate: the hot reader then accepts the new token and the one before. 1
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__868e5efc6dde778d0261000b080d88776f5553510787b940083acc654b2d180b)
            check_type(argname="argument depends_on", value=depends_on, expected_type=type_hints["depends_on"])
            check_type(argname="argument for_each", value=for_each, expected_type=type_hints["for_each"])
            check_type(argname="argument providers", value=providers, expected_type=type_hints["providers"])
            check_type(argname="argument skip_asset_creation_from_local_modules", value=skip_asset_creation_from_local_modules, expected_type=type_hints["skip_asset_creation_from_local_modules"])
            check_type(argname="argument digital_twin_info", value=digital_twin_info, expected_type=type_hints["digital_twin_info"])
            check_type(argname="argument digital_twin_name", value=digital_twin_name, expected_type=type_hints["digital_twin_name"])
            check_type(argname="argument hot_reader_package", value=hot_reader_package, expected_type=type_hints["hot_reader_package"])
            check_type(argname="argument location", value=location, expected_type=type_hints["location"])
            check_type(argname="argument alarms", value=alarms, expected_type=type_hints["alarms"])
            check_type(argname="argument deletion_protection", value=deletion_protection, expected_type=type_hints["deletion_protection"])
            check_type(argname="argument existing_hot_store", value=existing_hot_store, expected_type=type_hints["existing_hot_store"])
            check_type(argname="argument future_tolerance_seconds", value=future_tolerance_seconds, expected_type=type_hints["future_tolerance_seconds"])
            check_type(argname="argument instance_concurrency", value=instance_concurrency, expected_type=type_hints["instance_concurrency"])
            check_type(argname="argument last_entry_hours", value=last_entry_hours, expected_type=type_hints["last_entry_hours"])
            check_type(argname="argument last_entry_records", value=last_entry_records, expected_type=type_hints["last_entry_records"])
            check_type(argname="argument log_retention_days", value=log_retention_days, expected_type=type_hints["log_retention_days"])
            check_type(argname="argument max_concurrency", value=max_concurrency, expected_type=type_hints["max_concurrency"])
            check_type(argname="argument memory_mb", value=memory_mb, expected_type=type_hints["memory_mb"])
            check_type(argname="argument query_timeout_seconds", value=query_timeout_seconds, expected_type=type_hints["query_timeout_seconds"])
            check_type(argname="argument resource_group_name", value=resource_group_name, expected_type=type_hints["resource_group_name"])
            check_type(argname="argument tags", value=tags, expected_type=type_hints["tags"])
            check_type(argname="argument timeout_seconds", value=timeout_seconds, expected_type=type_hints["timeout_seconds"])
            check_type(argname="argument token_generation", value=token_generation, expected_type=type_hints["token_generation"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "digital_twin_info": digital_twin_info,
            "digital_twin_name": digital_twin_name,
            "hot_reader_package": hot_reader_package,
            "location": location,
        }
        if depends_on is not None:
            self._values["depends_on"] = depends_on
        if for_each is not None:
            self._values["for_each"] = for_each
        if providers is not None:
            self._values["providers"] = providers
        if skip_asset_creation_from_local_modules is not None:
            self._values["skip_asset_creation_from_local_modules"] = skip_asset_creation_from_local_modules
        if alarms is not None:
            self._values["alarms"] = alarms
        if deletion_protection is not None:
            self._values["deletion_protection"] = deletion_protection
        if existing_hot_store is not None:
            self._values["existing_hot_store"] = existing_hot_store
        if future_tolerance_seconds is not None:
            self._values["future_tolerance_seconds"] = future_tolerance_seconds
        if instance_concurrency is not None:
            self._values["instance_concurrency"] = instance_concurrency
        if last_entry_hours is not None:
            self._values["last_entry_hours"] = last_entry_hours
        if last_entry_records is not None:
            self._values["last_entry_records"] = last_entry_records
        if log_retention_days is not None:
            self._values["log_retention_days"] = log_retention_days
        if max_concurrency is not None:
            self._values["max_concurrency"] = max_concurrency
        if memory_mb is not None:
            self._values["memory_mb"] = memory_mb
        if query_timeout_seconds is not None:
            self._values["query_timeout_seconds"] = query_timeout_seconds
        if resource_group_name is not None:
            self._values["resource_group_name"] = resource_group_name
        if tags is not None:
            self._values["tags"] = tags
        if timeout_seconds is not None:
            self._values["timeout_seconds"] = timeout_seconds
        if token_generation is not None:
            self._values["token_generation"] = token_generation

    @builtins.property
    def depends_on(
        self,
    ) -> typing.Optional[typing.List[_cdktf_9a9027ec.ITerraformDependable]]:
        '''
        :stability: experimental
        '''
        result = self._values.get("depends_on")
        return typing.cast(typing.Optional[typing.List[_cdktf_9a9027ec.ITerraformDependable]], result)

    @builtins.property
    def for_each(self) -> typing.Optional[_cdktf_9a9027ec.ITerraformIterator]:
        '''
        :stability: experimental
        '''
        result = self._values.get("for_each")
        return typing.cast(typing.Optional[_cdktf_9a9027ec.ITerraformIterator], result)

    @builtins.property
    def providers(
        self,
    ) -> typing.Optional[typing.List[typing.Union[_cdktf_9a9027ec.TerraformProvider, _cdktf_9a9027ec.TerraformModuleProvider]]]:
        '''
        :stability: experimental
        '''
        result = self._values.get("providers")
        return typing.cast(typing.Optional[typing.List[typing.Union[_cdktf_9a9027ec.TerraformProvider, _cdktf_9a9027ec.TerraformModuleProvider]]], result)

    @builtins.property
    def skip_asset_creation_from_local_modules(self) -> typing.Optional[builtins.bool]:
        '''
        :stability: experimental
        '''
        result = self._values.get("skip_asset_creation_from_local_modules")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def digital_twin_info(self) -> builtins.str:
        '''The twin's configuration as JSON, given to the functions as DIGITAL_TWIN_INFO.

        It must contain ``config_providers``.
        '''
        result = self._values.get("digital_twin_info")
        assert result is not None, "Required property 'digital_twin_info' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def digital_twin_name(self) -> builtins.str:
        '''Name of the digital twin.

        Every resource of the module carries it in its name.
        '''
        result = self._values.get("digital_twin_name")
        assert result is not None, "Required property 'digital_twin_name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def hot_reader_package(self) -> builtins.str:
        '''Path of the zip with both functions, ``host.json`` at its root and the dependencies under ``.python_packages/lib/site-packages``.'''
        result = self._values.get("hot_reader_package")
        assert result is not None, "Required property 'hot_reader_package' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def location(self) -> builtins.str:
        '''Azure region that offers the Flex Consumption plan, for example ``westeurope``.'''
        result = self._values.get("location")
        assert result is not None, "Required property 'location' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def alarms(self) -> typing.Any:
        '''Alarms of the reader, and the resource ids of the action groups that they notify.

        Each alarm has a price. With enabled = false, there are none.
        '''
        result = self._values.get("alarms")
        return typing.cast(typing.Any, result)

    @builtins.property
    def deletion_protection(self) -> typing.Optional[builtins.bool]:
        '''While true, Terraform destroys nothing of the module and does not replace the store that it created: set it to false and apply before you destroy.

        It does not stop others from deleting the account. A deleted account can be restored for seven days.
        true
        '''
        result = self._values.get("deletion_protection")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def existing_hot_store(self) -> typing.Any:
        '''An existing Cosmos DB container (API for NoSQL) to read from.

        Null creates one. ``records`` is the form of its items, where it is not that of Crosstwin: ``device`` is the path of the partition key (``a.b`` for /a/b), unless ``partition_key`` describes a synthetic one, or each level of a hierarchical one. `Existing hot stores <../../docs/existing-stores.md>`_ explains each.
        '''
        result = self._values.get("existing_hot_store")
        return typing.cast(typing.Any, result)

    @builtins.property
    def future_tolerance_seconds(self) -> typing.Optional[jsii.Number]:
        '''Seconds that a record can be ahead of the reader's clock.

        A last entry ignores later records, because a wrong clock would otherwise keep its record the newest.
        600
        '''
        result = self._values.get("future_tolerance_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def instance_concurrency(self) -> typing.Optional[jsii.Number]:
        '''Requests that one instance answers at the same time, each in a thread.

        By default, the Flex Consumption plan sends a Python app one at a time, and bills at least one second of an instance for it. Each request can hold an answer of 5 MiB in memory.
        8
        '''
        result = self._values.get("instance_concurrency")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def last_entry_hours(self) -> typing.Optional[jsii.Number]:
        '''How many hours older than the newest record a value of a last entry can be.

        24
        '''
        result = self._values.get("last_entry_hours")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def last_entry_records(self) -> typing.Optional[jsii.Number]:
        '''How many records a last entry reads beside the newest one, to find properties that the newest record does not have.

        More records cost more for a property that is never stored.
        20
        '''
        result = self._values.get("last_entry_records")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        '''Days for which logs and traces are kept.

        30
        '''
        result = self._values.get("log_retention_days")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        '''Largest number of instances that the Function App scales out to.

        It limits the cost of requests to the public URL.
        40
        '''
        result = self._values.get("max_concurrency")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        '''Memory of one instance in MB: 512, 2048 or 4096.

        512
        '''
        result = self._values.get("memory_mb")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def query_timeout_seconds(self) -> typing.Optional[jsii.Number]:
        '''Seconds after which a reader ends a query, or four fifths of timeout_seconds, if this is less: a page of a history with a nextToken, anything else with an error.

        Keep it below the remote_reader_timeout_seconds of the connectors that query this reader.
        8
        '''
        result = self._values.get("query_timeout_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def resource_group_name(self) -> typing.Optional[builtins.str]:
        '''An existing resource group for the module's resources.

        Null creates one.
        '''
        result = self._values.get("resource_group_name")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def tags(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''Tags for every resource that can carry them.

        The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        '''
        result = self._values.get("tags")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    @builtins.property
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        '''Time limit of a request in seconds, at most 230.

        30
        '''
        result = self._values.get("timeout_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def token_generation(self) -> typing.Optional[jsii.Number]:
        '''Generation of the shared token.

        Raise it by one to rotate: the hot reader then accepts the new token and the one before.
        1
        '''
        result = self._values.get("token_generation")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "AzureHotReaderConfig(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "AzureHotReader",
    "AzureHotReaderConfig",
]

publication.publish()

def _typecheckingstub__ade5ba4bb4179b86c3deaa7b30d499a5224ee0c7419544ea5751868aaf5ce819(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    digital_twin_info: builtins.str,
    digital_twin_name: builtins.str,
    hot_reader_package: builtins.str,
    location: builtins.str,
    alarms: typing.Any = None,
    deletion_protection: typing.Optional[builtins.bool] = None,
    existing_hot_store: typing.Any = None,
    future_tolerance_seconds: typing.Optional[jsii.Number] = None,
    instance_concurrency: typing.Optional[jsii.Number] = None,
    last_entry_hours: typing.Optional[jsii.Number] = None,
    last_entry_records: typing.Optional[jsii.Number] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    query_timeout_seconds: typing.Optional[jsii.Number] = None,
    resource_group_name: typing.Optional[builtins.str] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    token_generation: typing.Optional[jsii.Number] = None,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__07af3fe592ac9b369cf2a85cfb6b05dd00da53c1330d37bd96d3f5f6a5ac98e2(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__03505a5ea42c409e87c1ee35b3aacda470b8ff30ad06ec7c3112a5efbaedf596(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__0a115b7b872234bb1c5bcbc57dd98026fdd5ce1fe9d717cdb21cbcb58feed570(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__8522a40bf1bebbadc55c2611f1fcb0dd6bf0b7885968ef398ec17ff574dffa02(
    value: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3b3aa5a974645913b5360f753245b2fd47c678254e1ae68ad561195a5397067e(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__c72c676f12a05263a277fdfbff838dba6eb232050ea6950a89c494fd0c1ce7d2(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__846aadb061c72ba387f44937dc569c6bd5b392170c8ecd1355328b57e8107bc4(
    value: typing.Optional[builtins.bool],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ca5cff8b985af7375296ec9a55681894ecf9df5bcf450d537b982fafd59db254(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__90e6f2c6af2f356a7d0985c36253ad56d717f91702dd8d0ee323e94c220b2133(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__336e427b81816a9b9afab59843bcf35efd0bdb2f0bad0916502a4dd17f91d3b8(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__73237482057529584994a0a79d37c5464595f3168bde0656d8e0e0233d123935(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__42e39c54eb564a2e4eafdc607f04f5dd894a86cf1ad11c7969a1b476e35bda76(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a00885d4e0f62c169c6562d9a279cc7b8a64bbcabb28c97aff533bb265365606(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__08c3108d183d1cc6afe72b7744de7114271f1b153eaaba4ed1ea3be9f1f0e291(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__e0a0405fff2635bad1c3763435ab1029e34e6929fb927907a3abb6df7169a0d8(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__faba643dc5eaf3772dd0ded740ee8204dccd9d758781903e8c335dcae181807d(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__91af5ef03c42a8b99cd776f1c912b379c8c7a6a4ae8c422dbcf117bdb2718898(
    value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__7203b6aae3633898b9011bb84f86d7e344d64db8650b87d2de950f773d57bbb7(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__c16c99ab3866491e7f4e3c84b4b97e8698d15900b20aa991456bc6d492fa9df6(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__868e5efc6dde778d0261000b080d88776f5553510787b940083acc654b2d180b(
    *,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    digital_twin_info: builtins.str,
    digital_twin_name: builtins.str,
    hot_reader_package: builtins.str,
    location: builtins.str,
    alarms: typing.Any = None,
    deletion_protection: typing.Optional[builtins.bool] = None,
    existing_hot_store: typing.Any = None,
    future_tolerance_seconds: typing.Optional[jsii.Number] = None,
    instance_concurrency: typing.Optional[jsii.Number] = None,
    last_entry_hours: typing.Optional[jsii.Number] = None,
    last_entry_records: typing.Optional[jsii.Number] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    query_timeout_seconds: typing.Optional[jsii.Number] = None,
    resource_group_name: typing.Optional[builtins.str] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    token_generation: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass
