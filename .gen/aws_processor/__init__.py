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


class AwsProcessor(
    _cdktf_9a9027ec.TerraformModule,
    metaclass=jsii.JSIIMeta,
    jsii_type="aws-processor.AwsProcessor",
):
    '''Defines an AwsProcessor based on a Terraform module.

    Source at ./modules/aws-processor
    '''

    def __init__(
        self,
        scope: _constructs_77d1e7e8.Construct,
        id: builtins.str,
        *,
        digital_twin_info: builtins.str,
        digital_twin_name: builtins.str,
        hot_store_table_name: builtins.str,
        persister_package: builtins.str,
        processor_package: builtins.str,
        architecture: typing.Optional[builtins.str] = None,
        future_tolerance_seconds: typing.Optional[jsii.Number] = None,
        kms_key_arn: typing.Optional[builtins.str] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    ) -> None:
        '''
        :param scope: -
        :param id: -
        :param digital_twin_info: JSON object that says which twin the functions serve: {"config": {"digital_twin_name": …}, "config_providers": {"layer_3_hot_provider": …, "layer_4_provider": …}}.
        :param digital_twin_name: Name of the digital twin; prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it.
        :param hot_store_table_name: Name of the DynamoDB table to write to: the output of the same name of aws-hot-reader. Its keys are iotDeviceId (partition) and id (sort), both strings.
        :param persister_package: Path of the zip with the persister; lambda_function.lambda_handler is at its root.
        :param processor_package: Path of the zip with the processor, default-processor or processor_wrapper with a process.py; lambda_function.lambda_handler is at its root.
        :param architecture: Instruction set of the functions, x86_64 or arm64; the packages must be built for it. x86_64
        :param future_tolerance_seconds: Seconds that an event's time can be ahead of the persister's clock. The persister rejects later times, because such an event would remain the newest of its device until then. 600
        :param kms_key_arn: Customer managed KMS key for the functions' environment and for the dead-letter queue; null: keys that AWS manages. The table keeps the key it has.
        :param log_retention_days: Days that the functions' logs are kept. 30
        :param max_concurrency: Concurrent executions that each of the two functions reserves, and its limit, beyond which events wait. null: no reservation and no limit. An account must keep 100 unreserved. A new account, often limited to 10 in total, needs null. 20
        :param memory_mb: Memory of each function in MB; CPU grows with it. 512
        :param tags: Tags of every resource. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Seconds after which Lambda ends the processor, including its wait for the persister, which has 30. 60
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__9c69682d04091e75f9e62e6b1cf71074a7c30ba9d698829710035f2c5ab93bc3)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        config = AwsProcessorConfig(
            digital_twin_info=digital_twin_info,
            digital_twin_name=digital_twin_name,
            hot_store_table_name=hot_store_table_name,
            persister_package=persister_package,
            processor_package=processor_package,
            architecture=architecture,
            future_tolerance_seconds=future_tolerance_seconds,
            kms_key_arn=kms_key_arn,
            log_retention_days=log_retention_days,
            max_concurrency=max_concurrency,
            memory_mb=memory_mb,
            tags=tags,
            timeout_seconds=timeout_seconds,
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
    @jsii.member(jsii_name="deadLetterQueueUrlOutput")
    def dead_letter_queue_url_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "deadLetterQueueUrlOutput"))

    @builtins.property
    @jsii.member(jsii_name="processorArnOutput")
    def processor_arn_output(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "processorArnOutput"))

    @builtins.property
    @jsii.member(jsii_name="digitalTwinInfo")
    def digital_twin_info(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinInfo"))

    @digital_twin_info.setter
    def digital_twin_info(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__706b34206c1cc0fa60fe94c199149fbc62161ae79ee69628d4e236d859332d35)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinInfo", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="digitalTwinName")
    def digital_twin_name(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "digitalTwinName"))

    @digital_twin_name.setter
    def digital_twin_name(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__837837c5cd814b779021eca6fa8099518da0908ce6b68c27c05f5fd314b6c8d8)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "digitalTwinName", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="hotStoreTableName")
    def hot_store_table_name(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "hotStoreTableName"))

    @hot_store_table_name.setter
    def hot_store_table_name(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__908ce2cc846ee27d293686dbb198c1c149b19e82120df91e3e463bba44a06599)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "hotStoreTableName", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="persisterPackage")
    def persister_package(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "persisterPackage"))

    @persister_package.setter
    def persister_package(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__938e569350e743450d039e7ec69cf395425b92a585972f8d754faea24c43cdd2)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "persisterPackage", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="processorPackage")
    def processor_package(self) -> builtins.str:
        return typing.cast(builtins.str, jsii.get(self, "processorPackage"))

    @processor_package.setter
    def processor_package(self, value: builtins.str) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__5e39f941a2de26dc28f0c9fcaaf1174872fea5da00a280ffdb041d5c9500a617)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "processorPackage", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="architecture")
    def architecture(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "architecture"))

    @architecture.setter
    def architecture(self, value: typing.Optional[builtins.str]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__eabb251ffce54f08a0c0863792f8696ce3b7425092739e75215825e46146d0cc)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "architecture", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="futureToleranceSeconds")
    def future_tolerance_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "futureToleranceSeconds"))

    @future_tolerance_seconds.setter
    def future_tolerance_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__bf8a2aca779fae4a08539d20630db329120d1e672bf7d2033f45ee6896e2a5fd)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "futureToleranceSeconds", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="kmsKeyArn")
    def kms_key_arn(self) -> typing.Optional[builtins.str]:
        return typing.cast(typing.Optional[builtins.str], jsii.get(self, "kmsKeyArn"))

    @kms_key_arn.setter
    def kms_key_arn(self, value: typing.Optional[builtins.str]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__3567e9b74161b219cfc1f82361df1d29f230ef55d7f1977efd8ab04f07a1afb0)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "kmsKeyArn", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="logRetentionDays")
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "logRetentionDays"))

    @log_retention_days.setter
    def log_retention_days(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__22322289af88362cb2b74d42cfb90950cd59d2f718da244c86f7a710f621c6f1)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "logRetentionDays", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="maxConcurrency")
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "maxConcurrency"))

    @max_concurrency.setter
    def max_concurrency(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__ac1a7e53319f836a79bc465ac879dab4f7142f6aef0588da99dc0b68667a6fe1)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "maxConcurrency", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="memoryMb")
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "memoryMb"))

    @memory_mb.setter
    def memory_mb(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__c06dac02b787c49d47abbad514c4c1b6112376e9a08361f12ee379dbdca1e879)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "memoryMb", value) # pyright: ignore[reportArgumentType]

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
            type_hints = typing.get_type_hints(_typecheckingstub__d81cf6d9e70e5f65050eecae41362c2d64b2c3ccabd34c0a4df4e5090caba3a2)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "tags", value) # pyright: ignore[reportArgumentType]

    @builtins.property
    @jsii.member(jsii_name="timeoutSeconds")
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        return typing.cast(typing.Optional[jsii.Number], jsii.get(self, "timeoutSeconds"))

    @timeout_seconds.setter
    def timeout_seconds(self, value: typing.Optional[jsii.Number]) -> None:
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__3d37f384fdb4510b47593b515d84270997acea713bb229ff47685615cb946e2d)
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        jsii.set(self, "timeoutSeconds", value) # pyright: ignore[reportArgumentType]


@jsii.data_type(
    jsii_type="aws-processor.AwsProcessorConfig",
    jsii_struct_bases=[_cdktf_9a9027ec.TerraformModuleUserConfig],
    name_mapping={
        "depends_on": "dependsOn",
        "for_each": "forEach",
        "providers": "providers",
        "skip_asset_creation_from_local_modules": "skipAssetCreationFromLocalModules",
        "digital_twin_info": "digitalTwinInfo",
        "digital_twin_name": "digitalTwinName",
        "hot_store_table_name": "hotStoreTableName",
        "persister_package": "persisterPackage",
        "processor_package": "processorPackage",
        "architecture": "architecture",
        "future_tolerance_seconds": "futureToleranceSeconds",
        "kms_key_arn": "kmsKeyArn",
        "log_retention_days": "logRetentionDays",
        "max_concurrency": "maxConcurrency",
        "memory_mb": "memoryMb",
        "tags": "tags",
        "timeout_seconds": "timeoutSeconds",
    },
)
class AwsProcessorConfig(_cdktf_9a9027ec.TerraformModuleUserConfig):
    def __init__(
        self,
        *,
        depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
        for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
        providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
        skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
        digital_twin_info: builtins.str,
        digital_twin_name: builtins.str,
        hot_store_table_name: builtins.str,
        persister_package: builtins.str,
        processor_package: builtins.str,
        architecture: typing.Optional[builtins.str] = None,
        future_tolerance_seconds: typing.Optional[jsii.Number] = None,
        kms_key_arn: typing.Optional[builtins.str] = None,
        log_retention_days: typing.Optional[jsii.Number] = None,
        max_concurrency: typing.Optional[jsii.Number] = None,
        memory_mb: typing.Optional[jsii.Number] = None,
        tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''
        :param depends_on: 
        :param for_each: 
        :param providers: 
        :param skip_asset_creation_from_local_modules: 
        :param digital_twin_info: JSON object that says which twin the functions serve: {"config": {"digital_twin_name": …}, "config_providers": {"layer_3_hot_provider": …, "layer_4_provider": …}}.
        :param digital_twin_name: Name of the digital twin; prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it.
        :param hot_store_table_name: Name of the DynamoDB table to write to: the output of the same name of aws-hot-reader. Its keys are iotDeviceId (partition) and id (sort), both strings.
        :param persister_package: Path of the zip with the persister; lambda_function.lambda_handler is at its root.
        :param processor_package: Path of the zip with the processor, default-processor or processor_wrapper with a process.py; lambda_function.lambda_handler is at its root.
        :param architecture: Instruction set of the functions, x86_64 or arm64; the packages must be built for it. x86_64
        :param future_tolerance_seconds: Seconds that an event's time can be ahead of the persister's clock. The persister rejects later times, because such an event would remain the newest of its device until then. 600
        :param kms_key_arn: Customer managed KMS key for the functions' environment and for the dead-letter queue; null: keys that AWS manages. The table keeps the key it has.
        :param log_retention_days: Days that the functions' logs are kept. 30
        :param max_concurrency: Concurrent executions that each of the two functions reserves, and its limit, beyond which events wait. null: no reservation and no limit. An account must keep 100 unreserved. A new account, often limited to 10 in total, needs null. 20
        :param memory_mb: Memory of each function in MB; CPU grows with it. 512
        :param tags: Tags of every resource. The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        :param timeout_seconds: Seconds after which Lambda ends the processor, including its wait for the persister, which has 30. 60
        '''
        if __debug__:
            type_hints = typing.get_type_hints(_typecheckingstub__e8f6bacd94de36d51b613e829db6869226f2da4654603fa056e6eda328ef6bdf)
            check_type(argname="argument depends_on", value=depends_on, expected_type=type_hints["depends_on"])
            check_type(argname="argument for_each", value=for_each, expected_type=type_hints["for_each"])
            check_type(argname="argument providers", value=providers, expected_type=type_hints["providers"])
            check_type(argname="argument skip_asset_creation_from_local_modules", value=skip_asset_creation_from_local_modules, expected_type=type_hints["skip_asset_creation_from_local_modules"])
            check_type(argname="argument digital_twin_info", value=digital_twin_info, expected_type=type_hints["digital_twin_info"])
            check_type(argname="argument digital_twin_name", value=digital_twin_name, expected_type=type_hints["digital_twin_name"])
            check_type(argname="argument hot_store_table_name", value=hot_store_table_name, expected_type=type_hints["hot_store_table_name"])
            check_type(argname="argument persister_package", value=persister_package, expected_type=type_hints["persister_package"])
            check_type(argname="argument processor_package", value=processor_package, expected_type=type_hints["processor_package"])
            check_type(argname="argument architecture", value=architecture, expected_type=type_hints["architecture"])
            check_type(argname="argument future_tolerance_seconds", value=future_tolerance_seconds, expected_type=type_hints["future_tolerance_seconds"])
            check_type(argname="argument kms_key_arn", value=kms_key_arn, expected_type=type_hints["kms_key_arn"])
            check_type(argname="argument log_retention_days", value=log_retention_days, expected_type=type_hints["log_retention_days"])
            check_type(argname="argument max_concurrency", value=max_concurrency, expected_type=type_hints["max_concurrency"])
            check_type(argname="argument memory_mb", value=memory_mb, expected_type=type_hints["memory_mb"])
            check_type(argname="argument tags", value=tags, expected_type=type_hints["tags"])
            check_type(argname="argument timeout_seconds", value=timeout_seconds, expected_type=type_hints["timeout_seconds"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "digital_twin_info": digital_twin_info,
            "digital_twin_name": digital_twin_name,
            "hot_store_table_name": hot_store_table_name,
            "persister_package": persister_package,
            "processor_package": processor_package,
        }
        if depends_on is not None:
            self._values["depends_on"] = depends_on
        if for_each is not None:
            self._values["for_each"] = for_each
        if providers is not None:
            self._values["providers"] = providers
        if skip_asset_creation_from_local_modules is not None:
            self._values["skip_asset_creation_from_local_modules"] = skip_asset_creation_from_local_modules
        if architecture is not None:
            self._values["architecture"] = architecture
        if future_tolerance_seconds is not None:
            self._values["future_tolerance_seconds"] = future_tolerance_seconds
        if kms_key_arn is not None:
            self._values["kms_key_arn"] = kms_key_arn
        if log_retention_days is not None:
            self._values["log_retention_days"] = log_retention_days
        if max_concurrency is not None:
            self._values["max_concurrency"] = max_concurrency
        if memory_mb is not None:
            self._values["memory_mb"] = memory_mb
        if tags is not None:
            self._values["tags"] = tags
        if timeout_seconds is not None:
            self._values["timeout_seconds"] = timeout_seconds

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
        '''JSON object that says which twin the functions serve: {"config": {"digital_twin_name": …}, "config_providers": {"layer_3_hot_provider": …, "layer_4_provider": …}}.'''
        result = self._values.get("digital_twin_info")
        assert result is not None, "Required property 'digital_twin_info' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def digital_twin_name(self) -> builtins.str:
        '''Name of the digital twin;

        prefix of every name that the module creates. One twin name can be used once per AWS account, because IAM role names are global to it.
        '''
        result = self._values.get("digital_twin_name")
        assert result is not None, "Required property 'digital_twin_name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def hot_store_table_name(self) -> builtins.str:
        '''Name of the DynamoDB table to write to: the output of the same name of aws-hot-reader.

        Its keys are iotDeviceId (partition) and id (sort), both strings.
        '''
        result = self._values.get("hot_store_table_name")
        assert result is not None, "Required property 'hot_store_table_name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def persister_package(self) -> builtins.str:
        '''Path of the zip with the persister;

        lambda_function.lambda_handler is at its root.
        '''
        result = self._values.get("persister_package")
        assert result is not None, "Required property 'persister_package' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def processor_package(self) -> builtins.str:
        '''Path of the zip with the processor, default-processor or processor_wrapper with a process.py; lambda_function.lambda_handler is at its root.'''
        result = self._values.get("processor_package")
        assert result is not None, "Required property 'processor_package' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def architecture(self) -> typing.Optional[builtins.str]:
        '''Instruction set of the functions, x86_64 or arm64;

        the packages must be built for it.
        x86_64
        '''
        result = self._values.get("architecture")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def future_tolerance_seconds(self) -> typing.Optional[jsii.Number]:
        '''Seconds that an event's time can be ahead of the persister's clock.

        The persister rejects later times, because such an event would remain the newest of its device until then.
        600
        '''
        result = self._values.get("future_tolerance_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def kms_key_arn(self) -> typing.Optional[builtins.str]:
        '''Customer managed KMS key for the functions' environment and for the dead-letter queue;

        null: keys that AWS manages. The table keeps the key it has.
        '''
        result = self._values.get("kms_key_arn")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def log_retention_days(self) -> typing.Optional[jsii.Number]:
        '''Days that the functions' logs are kept.

        30
        '''
        result = self._values.get("log_retention_days")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def max_concurrency(self) -> typing.Optional[jsii.Number]:
        '''Concurrent executions that each of the two functions reserves, and its limit, beyond which events wait.

        null: no reservation and no limit. An account must keep 100 unreserved. A new account, often limited to 10 in total, needs null.
        20
        '''
        result = self._values.get("max_concurrency")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def memory_mb(self) -> typing.Optional[jsii.Number]:
        '''Memory of each function in MB;

        CPU grows with it.
        512
        '''
        result = self._values.get("memory_mb")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def tags(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''Tags of every resource.

        The property type contains a map, they have special handling, please see {@link cdk.tf /module-map-inputs the docs}
        '''
        result = self._values.get("tags")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    @builtins.property
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        '''Seconds after which Lambda ends the processor, including its wait for the persister, which has 30.

        60
        '''
        result = self._values.get("timeout_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "AwsProcessorConfig(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "AwsProcessor",
    "AwsProcessorConfig",
]

publication.publish()

def _typecheckingstub__9c69682d04091e75f9e62e6b1cf71074a7c30ba9d698829710035f2c5ab93bc3(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    digital_twin_info: builtins.str,
    digital_twin_name: builtins.str,
    hot_store_table_name: builtins.str,
    persister_package: builtins.str,
    processor_package: builtins.str,
    architecture: typing.Optional[builtins.str] = None,
    future_tolerance_seconds: typing.Optional[jsii.Number] = None,
    kms_key_arn: typing.Optional[builtins.str] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__706b34206c1cc0fa60fe94c199149fbc62161ae79ee69628d4e236d859332d35(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__837837c5cd814b779021eca6fa8099518da0908ce6b68c27c05f5fd314b6c8d8(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__908ce2cc846ee27d293686dbb198c1c149b19e82120df91e3e463bba44a06599(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__938e569350e743450d039e7ec69cf395425b92a585972f8d754faea24c43cdd2(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__5e39f941a2de26dc28f0c9fcaaf1174872fea5da00a280ffdb041d5c9500a617(
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__eabb251ffce54f08a0c0863792f8696ce3b7425092739e75215825e46146d0cc(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__bf8a2aca779fae4a08539d20630db329120d1e672bf7d2033f45ee6896e2a5fd(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3567e9b74161b219cfc1f82361df1d29f230ef55d7f1977efd8ab04f07a1afb0(
    value: typing.Optional[builtins.str],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__22322289af88362cb2b74d42cfb90950cd59d2f718da244c86f7a710f621c6f1(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ac1a7e53319f836a79bc465ac879dab4f7142f6aef0588da99dc0b68667a6fe1(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__c06dac02b787c49d47abbad514c4c1b6112376e9a08361f12ee379dbdca1e879(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d81cf6d9e70e5f65050eecae41362c2d64b2c3ccabd34c0a4df4e5090caba3a2(
    value: typing.Optional[typing.Mapping[builtins.str, builtins.str]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3d37f384fdb4510b47593b515d84270997acea713bb229ff47685615cb946e2d(
    value: typing.Optional[jsii.Number],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__e8f6bacd94de36d51b613e829db6869226f2da4654603fa056e6eda328ef6bdf(
    *,
    depends_on: typing.Optional[typing.Sequence[_cdktf_9a9027ec.ITerraformDependable]] = None,
    for_each: typing.Optional[_cdktf_9a9027ec.ITerraformIterator] = None,
    providers: typing.Optional[typing.Sequence[typing.Union[_cdktf_9a9027ec.TerraformProvider, typing.Union[_cdktf_9a9027ec.TerraformModuleProvider, typing.Dict[builtins.str, typing.Any]]]]] = None,
    skip_asset_creation_from_local_modules: typing.Optional[builtins.bool] = None,
    digital_twin_info: builtins.str,
    digital_twin_name: builtins.str,
    hot_store_table_name: builtins.str,
    persister_package: builtins.str,
    processor_package: builtins.str,
    architecture: typing.Optional[builtins.str] = None,
    future_tolerance_seconds: typing.Optional[jsii.Number] = None,
    kms_key_arn: typing.Optional[builtins.str] = None,
    log_retention_days: typing.Optional[jsii.Number] = None,
    max_concurrency: typing.Optional[jsii.Number] = None,
    memory_mb: typing.Optional[jsii.Number] = None,
    tags: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass
